import type { Arrival } from '../arrival.ts';
import { isCrossed } from '../checks/nonces.ts';
import { each, type Faults, type GivenIn } from './fault.ts';

type Runs = readonly (readonly Arrival[])[];

/** A proof beside a token is made with the key of the proof that got the token. */
export function keyFaults(runs: Runs, givenIn: GivenIn): Faults {
  const expected = 'proofs of the key that the access token is bound to';
  const calls = runs
    .flat()
    .filter(({ presented, proof, server }) => presented.length > 0 && proof !== undefined && server !== 'as');
  const about = calls.filter((call) => boundKey(call, givenIn) !== undefined);
  return each(about, expected, (call) =>
    call.proof?.jkt === boundKey(call, givenIn) ? undefined : { got: 'a proof of another key' },
  );
}

function boundKey(call: Arrival, givenIn: GivenIn): string | undefined {
  return givenIn(call).find(({ token }) => call.presented.some((one) => one.token === token))?.jkt;
}

/** A nonce claim has a value that this server gave before, and no other server. */
export function nonceFaults(runs: Runs): Faults {
  const expected = 'only nonces that this very server gave';
  const faults = runs.flatMap((run) =>
    run.flatMap((arrival, index) => {
      const nonce = arrival.proof?.payload['nonce'];
      if (nonce === undefined) return [];
      const before = run.slice(0, index);
      if (isCrossed(arrival, before)) return [{ arrival, got: 'a nonce of another server or purpose' }];
      const isOwn =
        typeof nonce === 'string' && before.some((one) => one.server === arrival.server && one.nonces.includes(nonce));
      return isOwn || isRestored(nonce, run, arrival) ? [] : [{ arrival, got: 'a nonce that no answer gave' }];
    }),
  );
  const seen = runs.flat().filter(({ proof }) => proof?.payload['nonce'] !== undefined).length;
  return { faults, seen, expected };
}

/** A field of several nonces is no lawful answer: whatever a client makes of it is the matter of a case. */
function isRestored(nonce: unknown, run: readonly Arrival[], { server }: Arrival): boolean {
  if (typeof nonce !== 'string') return false;
  return run.some((one) => one.server === server && (one.nonces.length > 1 || one.nonces.some(isOdd)));
}

function isOdd(nonce: string): boolean {
  return !/^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/.test(nonce);
}
