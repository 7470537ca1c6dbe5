import { noncePolicy } from './nonce-policy.ts';
import type { Judged, Role, RowStanding } from './rows.ts';

type ServerRole = Exclude<Role, 'client'>;
type Site = { readonly target: string; readonly role: Role };

const raced = ['RFC9449-11.1-02', 'RFC9449-11.1-09'];

/** Rules that only a server shows which demands nonces. */
const ofNonces: Readonly<Record<ServerRole, readonly string[]>> = {
  as: ['RFC9449-4.3-10', 'RFC9449-8-07'],
  rs: ['RFC9449-4.3-10', 'RFC9449-9-03'],
};

/** Fewer plans than a short campaign tries are no evidence. */
const leastPlans = 1000;

/**
 * What is missing of a server that is hardened: replays refused, also many at one moment; nonces demanded, and wrong ones refused; a
 * whole campaign of fuzzing without a finding.
 */
export function hardenedLacks(
  record: Judged,
  { target, role }: Site,
  rows: readonly RowStanding[],
): string | undefined {
  if (role === 'client') return 'nothing more is asked of clients';
  const isKept = (id: string): boolean => rows.some(({ row, state }) => row.id === id && state === 'kept');
  const race = raced.find((id) => !isKept(id));
  if (race !== undefined) return `${race}: that replays are refused, also many at one moment, was not shown`;
  const policy = noncePolicy(record, { target, role });
  if (policy !== 'required') return `nonces are not demanded (${policy})`;
  const nonce = ofNonces[role].find((id) => !isKept(id));
  if (nonce !== undefined) return `${nonce}: that wrong nonces are refused was not shown`;
  return fuzzingLacks(record, target);
}

function fuzzingLacks({ fuzzed, findings }: Judged, target: string): string | undefined {
  const own = fuzzed.filter((summary) => summary.target === target);
  if (own.length === 0) return 'nothing was fuzzed';
  if (own.some(({ cut, lost }) => cut === true || lost !== undefined)) return 'fuzzing did not come to its end';
  const tried = own.reduce((sum, { plans }) => sum + plans.agrees + plans.either + plans.surprise + plans.unjudged, 0);
  if (tried < leastPlans) return `only ${tried} plans were fuzzed, and ${leastPlans} are due`;
  const found = findings.filter((finding) => finding.target === target && finding.fuzz !== undefined);
  const bad = found.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'note' && verdict !== 'skip');
  return bad.length === 0 ? undefined : `fuzzing found something: ${bad[0]?.instance ?? ''}`;
}
