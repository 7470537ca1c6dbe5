import type { Session, SessionRequest } from './session.ts';
import { type SigningAlg, signingAlgs } from '../plan/values.ts';
import type { OtherKey } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { type KeyPool, randomText } from '../proof/keys.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Place, SessionSpec } from '../suite/schema.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import type { Issuer } from '../target/issuers/issuer.ts';
import type { Bench } from './bench.ts';
import { type ClientChoice, firstChoice } from './client-choice.ts';
import type { Role } from './nonces.ts';
import { tokenRing } from './token-ring.ts';

/**
 * Chooses key, client and resource for a session; its tokens are requested when first needed.
 * @throws Inapplicable where the descriptor has no such client, grant, resource or key
 */
export async function openSession(bench: Bench, request: SessionRequest): Promise<Session> {
  const issuer = bench.issuer;
  const key = await sessionKey(bench, request.spec, request.place, issuer);
  const id = randomText(6);
  const otherKey = keyRing(bench.keys, key.alg);
  const base = { id, key, otherKey };
  if (isResource(request.place)) {
    const resource = bench.resources.find(
      (one) => request.subject === undefined || resourceKey(one) === request.subject,
    );
    if (resource === undefined) throw new Inapplicable('the descriptor names no such resource');
    return { ...base, resource, ...tokenRing(bench, key, otherKey) };
  }
  if (request.place === 'registration') return { ...base, ...tokenRing(bench, key, otherKey) };
  const { client, grant } = chooseClient(bench, request);
  return { ...base, client, grant, ...tokenRing(bench, key, otherKey) };
}

function isResource(place: Place): boolean {
  return place === 'resource' || place === 'resource-metadata';
}

async function sessionKey(
  bench: Bench,
  spec: SessionSpec,
  place: Place,
  issuer: Issuer | undefined,
): Promise<ProofKey> {
  const alg = spec.alg ?? defaultAlg(bench, place);
  if (isResource(place) && issuer?.fixedKey !== undefined) {
    if (spec.alg !== undefined && spec.alg !== issuer.fixedKey.alg) {
      throw new Inapplicable(`the access token supplied is bound to a key for ${issuer.fixedKey.alg}, not ${spec.alg}`);
    }
    if (spec.keyKind !== undefined) throw new Inapplicable('the access token supplied is bound to a usual key');
    return issuer.fixedKey;
  }
  return bench.keys(alg, spec.rsaBits ?? 2048, 'own', spec.keyKind);
}

const preferred: readonly SigningAlg[] = ['ES256', 'PS256', 'RS256', 'EdDSA', ...signingAlgs];

/** The algorithms for plain proofs, best first: those that the server names, else the usual ones. */
export function usualAlgs(bench: Bench, role: Role): readonly SigningAlg[] {
  const { proofAlg, rs } = bench.loaded.descriptor;
  if (proofAlg !== undefined) return [proofAlg];
  const own = role === 'as' ? bench.as?.algs : bench.facts.rsAlgs;
  const issuing = role === 'rs' && rs?.token.from === 'as' ? bench.as?.algs : undefined;
  const named = [own, issuing].filter((list) => list !== undefined);
  // Where no server names any, the algorithm that the authorization server accepted is the best guess.
  const { as: found } = bench.facts.proofAlg;
  if (named.length === 0) return [...new Set([...(found === undefined ? [] : [found]), ...preferred.slice(0, 4)])];
  const fitting = [...new Set(preferred)].filter((alg) => named.every((list) => list.includes(alg)));
  return fitting.length > 0 ? fitting.slice(0, 4) : preferred.slice(0, 4);
}

function defaultAlg(bench: Bench, place: Place): SigningAlg {
  const role = roleOf(place);
  return bench.facts.proofAlg[role] ?? usualAlgs(bench, role)[0] ?? 'ES256';
}

/** The other keys of a session: one for each algorithm, size and kind, made when first needed. */
function keyRing(keys: KeyPool, own: SigningAlg): OtherKey {
  const made = new Map<string, Promise<ProofKey>>();
  return (alg = own, rsaBits = 2048, kind) => {
    const name = `${alg} ${rsaBits} ${kind ?? ''}`;
    const key = made.get(name) ?? keys(alg, rsaBits, 'other', kind);
    made.set(name, key);
    return key;
  };
}

/** The client and grant that a case asks for, or those of its subject. */
function chooseClient(bench: Bench, { place, spec, subject }: SessionRequest): ClientChoice {
  const all = bench.loaded.descriptor.as?.clients ?? [];
  const clients = subject === undefined ? all : all.filter(({ id }) => id === subject);
  const chosen = firstChoice(clients, place, spec);
  if (chosen === undefined) throw new Inapplicable(`the descriptor has no ${describe(place, spec)}`);
  return chosen;
}

function describe(place: Place, spec: SessionSpec): string {
  const kind = spec.client === undefined || spec.client === 'default' ? 'client' : `${spec.client} client`;
  const grant = spec.grant ?? (place === 'par' ? 'authorization_code' : undefined);
  return grant === undefined ? kind : `${kind} with grant ${grant}`;
}
