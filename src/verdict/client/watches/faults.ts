import type { ClientWatchCheck } from '../../../suite/client/client-check.ts';
import type { Arrival } from '../arrival.ts';
import { serverOf, tokensGiven } from '../arrival.ts';
import { isRow, violationsOf } from '../judged.ts';
import { algorithmFaults } from './algorithms.ts';
import { each, type Faults, type GivenIn } from './fault.ts';
import { idFaults, randomness } from './ids.ts';
import { noAth, noExtras, plainHtu, plausibleTime, shapeFault, coordinatesFault, methodFault } from './members.ts';
import { boundCalls, credentialFault, type Seen } from './credentials.ts';
import { ownProofs } from './own-proofs.ts';
import { keyFaults, nonceFaults } from './ties.ts';

export function faultsIn(that: ClientWatchCheck, arrivals: readonly Arrival[]): Faults {
  const byRun = Map.groupBy(arrivals, ({ run }) => run);
  const given = new Map([...byRun].map(([run, own]) => [run, tokensGiven(own)]));
  const givenIn: GivenIn = ({ run }) => given.get(run) ?? [];
  const withProof = arrivals.filter(({ dpop }) => dpop.length > 0);
  const runs = [...byRun.values()];
  switch (that.see) {
    case 'judged':
      return judged(that, arrivals, givenIn);
    case 'unique-jti':
      return idFaults(withProof);
    case 'random-jti':
      return randomness(that.bits, withProof);
    case 'key-of-token':
      return keyFaults(runs, givenIn);
    case 'known-nonce':
      return nonceFaults(runs);
    case 'proof-present':
      return each(
        askedWithGrant(that.at, { arrivals, runs, givenIn }),
        'a proof with each of these requests',
        ({ dpop }) => (dpop.length === 0 ? { got: 'a request without a proof' } : undefined),
      );
    case 'dpop-scheme':
    case 'token-in-one-place':
    case 'token-not-in-query':
    case 'no-proxy-authorization':
    case 'code-verifier':
      return credentialFault(that.see, { arrivals, runs, givenIn });
    case 'algorithm-among':
      return algorithmFaults(that.of, runs);
    default:
      return ofMembers(that, ownProofs(arrivals));
  }
}

/** Token requests, or calls with a token of the type DPoP. */
function askedWithGrant(at: string, seen: Seen): readonly Arrival[] {
  if (at === 'token') return seen.arrivals.filter(({ place, form }) => place === at && form.has('grant_type'));
  return boundCalls(seen).filter(({ server }) => server === serverOf(at));
}

type Members = Extract<
  ClientWatchCheck,
  {
    see:
      'full-coordinates' | 'plain-htu' | 'exact-method' | 'plain-token68' | 'plausible-time' | 'no-ath' | 'no-extras';
  }
>;

function ofMembers(that: Members, withProof: readonly Arrival[]): Faults {
  switch (that.see) {
    case 'full-coordinates':
      return each(withProof, 'coordinates of the full length of the curve', coordinatesFault);
    case 'plain-htu':
      return each(withProof, 'htu without query and fragment', plainHtu);
    case 'exact-method':
      return each(withProof, 'htm that is the method, octet for octet', methodFault);
    case 'plain-token68':
      return each(withProof, 'one line named DPoP that is one compact JWT and nothing else', shapeFault);
    case 'plausible-time':
      return each(withProof, `iat, a number within ${that.seconds} s of the time of arrival`, (one) =>
        plausibleTime(one, that.seconds),
      );
    case 'no-ath':
      return each(
        withProof.filter(({ server }) => server === 'as'),
        'no ath at the authorization server',
        noAth,
      );
    case 'no-extras':
      return each(withProof, 'no members beyond those of RFC 9449', noExtras);
    default:
      return that satisfies never;
  }
}

type Judged = Extract<ClientWatchCheck, { see: 'judged' }>;

function judged({ rows, levels, isExact }: Judged, arrivals: readonly Arrival[], givenIn: GivenIn): Faults {
  const about = ownProofs(arrivals).filter(({ server }) => server !== 'none');
  return each(about, 'a proof in which the judge finds nothing of this', (arrival) => {
    const found = violationsOf(arrival, givenIn(arrival))
      .filter(({ level, requirement }) => levels.includes(level) && rows.some((row) => isRow(row, requirement)))
      .toSorted((a, b) => Number(b.level === 'must') - Number(a.level === 'must'))[0];
    if (found === undefined) return undefined;
    const isMild = isExact !== true && (found.level !== 'must' || found.atMost !== undefined);
    return { got: found.detail, isMild };
  });
}
