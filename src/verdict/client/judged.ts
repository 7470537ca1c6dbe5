import { judge } from '../../judge/judge.ts';
import type { Violation } from '../../judge/types.ts';
import type { Arrival, Given } from './arrival.ts';

const known = new WeakMap<Arrival, readonly Violation[]>();

/** What the judge finds in a request, where it knows the tokens that the servers of this run have given. */
export function violationsOf(arrival: Arrival, given: readonly Given[]): readonly Violation[] {
  const found = known.get(arrival);
  if (found !== undefined) return found;
  const { server, method, url, fields, body, at, form } = arrival;
  const isForm = form.size > 0;
  const violations = judge(
    { role: server === 'as' ? 'as' : 'rs', method, url, fields, ...(isForm ? { body } : {}) },
    // The judge reads times in whole seconds, as servers do.
    { now: Math.ceil(at / 1000), tokens: new Map(given.map(({ token, jkt }) => [token, jkt])), seen: [] },
  );
  known.set(arrival, violations);
  return violations;
}

export function isRow(pattern: string, row: string): boolean {
  return pattern.endsWith('*') ? row.startsWith(pattern.slice(0, -1)) : row === pattern;
}
