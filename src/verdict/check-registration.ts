import type { CheckOf } from '../suite/checks.ts';
import { jsonBody } from './answer.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';

/**
 * What the answer says of one member of the client metadata. A server may leave out what it does not know, or put another value
 * in its place (RFC 7591 §2, §3.2.1); each check speaks of one of these alone.
 */
export function checkRegistration({ member, is }: CheckOf<'registered-flag'>, answer: Answer): CheckResult {
  const got = jsonBody(answer.response)?.[member];
  const expected = `${member}: ${words[is]}`;
  if (answer.outcome.class !== 'accepted') return result(undefined, expected, answer.outcome.text);
  return result(isKept(is, got), expected, shown(got));
}

const words = {
  stated: 'stated',
  boolean: 'true or false, where it is stated',
  true: 'not false',
  confirmed: 'true',
} as const;

function isKept(is: CheckOf<'registered-flag'>['is'], got: unknown): boolean | undefined {
  const isStated = got !== undefined && got !== null;
  switch (is) {
    case 'stated':
      return isStated;
    case 'boolean':
      return isStated ? typeof got === 'boolean' : undefined;
    case 'true':
      return got !== false && got !== 'false';
    case 'confirmed':
      return got === true || got === 'true';
    default:
      return is satisfies never;
  }
}

function shown(got: unknown): string {
  const text = got === undefined ? 'absent' : JSON.stringify(got);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
