import type { Bench } from '../bench/bench.ts';
import { secondResource } from '../bench/second-resource.ts';
import { serverNow } from '../bench/facts.ts';
import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import { concretise, type Concretised } from '../proof/concretise.ts';
import type { Pair, Surroundings } from '../proof/draft.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Minter } from '../target/issuers/issuer.ts';
import { clientSurroundings } from './client-auth.ts';
import { lawfulRequest } from './lawful-request.ts';
import type { Plan } from './plan.ts';
import { promptly } from './promptly.ts';
import { viaOf } from './replicas.ts';

/** What a request needs beside its plan: an unused grant, and the documents that an op names. */
export type Ingredients = { readonly grant: readonly Pair[]; readonly documents?: Surroundings['documents'] };

export type Made = Concretised & { readonly canaryUrl?: string };

/** The bytes to send now, with the clock and the nonce of this moment, and a proof of their own. */
export function makeRequest(plan: Plan, ingredients: Ingredients): Promise<Made> {
  return promptly(() => make(plan, ingredients));
}

async function make(plan: Plan, { grant, documents }: Ingredients): Promise<Made> {
  const around = surroundingsOf(plan);
  const lawful = await lawfulRequest(plan, grant);
  const canaryUrl = carriesCanary(plan.ops) ? plan.bench.canary?.url() : undefined;
  const surroundings: Surroundings = {
    ...around,
    documents: { ...documents, ...defined({ 'client-assertion': lawful.assertion }) },
    ...defined({ canaryUrl }),
  };
  const made = await concretise(lawful.request, plan.ops, surroundings);
  const request = { ...made.request, ...defined({ via: viaOf(plan) }) };
  return { ...made, request, ...defined({ canaryUrl }) };
}

/** The meaning that the symbolic values of a plan have at this moment. */
function surroundingsOf(plan: Plan): Surroundings {
  const { bench, session, place, earlier } = plan;
  const role = roleOf(place);
  return {
    key: session.key,
    otherKey: session.otherKey,
    now: serverNow(bench.facts, role),
    nonce: defined({
      current: bench.nonces.current(role, session.id),
      previous: bench.nonces.previous(role, session.id),
      stale: bench.nonces.oldest(role, session.id),
      otherRole: bench.nonces.current(role === 'as' ? 'rs' : 'as', session.id),
    }),
    token: session.token,
    disposableKey: bench.issuer?.fixedKey?.jkt !== session.key.jkt,
    documents: {},
    earlier,
    ...defined({
      mint: bench.mint && minting(bench, bench.mint),
      secondUrl: secondResource(bench, session)?.url,
      iatWindow: bench.facts.iatEdges.get(place),
      ...clientSurroundings(bench, session.client),
    }),
  };
}

export function carriesCanary(ops: readonly Op[]): boolean {
  return JSON.stringify(ops).includes('"$":"canary"');
}

function minting(bench: Bench, mint: Minter): NonNullable<Surroundings['mint']> {
  return async (change) => {
    const { accessToken } = await mint(change);
    if (bench.quiet !== true) bench.redactor.add(accessToken, 'access_token');
    return accessToken;
  };
}
