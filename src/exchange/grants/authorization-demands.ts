import type { AuthorizationDemands } from '../../bench/facts.ts';
import { HarnessError } from '../../errors.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Requester } from './requester.ts';

/** Whether the server gives a code for a request that meets these demands. */
type Try = (demands: AuthorizationDemands) => Promise<boolean>;

/**
 * What the server wants of every authorization request of the client: what the descriptor and the metadata say, and else the
 * least that gets a code. Found out at the first request of each client, since a single client can be registered so
 * (RFC 9126 §6).
 */
export async function demandsOf(requester: Requester, givesCode: Try): Promise<AuthorizationDemands> {
  const { bench, client } = requester;
  const { id } = client;
  const known = bench.facts.authorizationDemands.get(id) ?? find(possible(requester), givesCode);
  bench.facts.authorizationDemands.set(id, known);
  return known;
}

const nothing: AuthorizationDemands = { isPushed: false, binding: 'none' };

async function find(candidates: readonly AuthorizationDemands[], givesCode: Try): Promise<AuthorizationDemands> {
  const [first = nothing] = candidates;
  if (candidates.length < 2) return first;
  for (const demands of candidates) {
    try {
      if (await givesCode(demands)) return demands;
    } catch (error) {
      // The first request for a code will report why no login gets through.
      if (error instanceof HarnessError) return first;
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
  return first;
}

/** The demands that are left possible, the least first. */
function possible({ bench }: Requester): readonly AuthorizationDemands[] {
  const { as, loaded } = bench;
  const { claims } = loaded.descriptor;
  const named = claims.parRequired ?? as?.metadata?.['require_pushed_authorization_requests'];
  const isOffered = as?.par !== undefined && claims.par !== false;
  const ways = named === true ? [true] : named === false && claims.parRequired === false ? [false] : [false, true];
  return ways
    .filter((isPushed) => !isPushed || isOffered || named === true)
    .flatMap((isPushed) => bindings(claims, isPushed).map((binding) => ({ isPushed, binding })));
}

type Claims = Requester['bench']['loaded']['descriptor']['claims'];

/** A proof comes with pushed requests only (RFC 9449 §10.1). */
function bindings(claims: Claims, isPushed: boolean): readonly AuthorizationDemands['binding'][] {
  if (claims.parProof === true && isPushed) return ['proof'];
  if (claims.dpopJkt === 'required') return ['dpop_jkt'];
  return isPushed ? ['none', 'dpop_jkt', 'proof'] : ['none', 'dpop_jkt'];
}
