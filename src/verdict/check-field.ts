import type { CheckOf } from '../suite/checks.ts';
import { fieldValues } from './answer.ts';
import { parseChallenges } from './challenges.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';

type FieldCheck = CheckOf<'field-present' | 'field-absent' | 'field-at-most-once' | 'nonce-syntax' | 'not-cacheable'>;

export function checkField(check: FieldCheck, answer: Answer): CheckResult {
  const { response } = answer;
  switch (check.check) {
    case 'field-present':
      return result(fieldValues(response, check.name).length > 0, `a ${check.name} field`, shown(answer, check.name));
    case 'field-absent':
      return checkAbsence(check, answer);
    case 'field-at-most-once': {
      const lines = fieldValues(response, check.name).length;
      return result(
        lines === 0 ? undefined : lines === 1,
        `at most one ${check.name} field line`,
        shown(answer, check.name),
      );
    }
    case 'nonce-syntax': {
      const values = fieldValues(response, 'dpop-nonce');
      const expected = 'DPoP-Nonce of one or more NQCHAR';
      if (values.length === 0) return result(undefined, expected, 'no DPoP-Nonce');
      // RFC 6749 Appendix A: NQCHAR.
      const ok = values.every((value) => /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(value));
      return result(ok, expected, values.map((value) => JSON.stringify(value)).join(' | '));
    }
    case 'not-cacheable':
      return checkCaching(answer);
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

function checkAbsence({ name, scheme, unlessBeside }: CheckOf<'field-absent'>, answer: Answer): CheckResult {
  const lines = fieldValues(answer.response, name);
  const got = shown(answer, name);
  if (scheme !== undefined) {
    const names = parseChallenges(lines).list.map((challenge) => challenge.scheme.toLowerCase());
    return result(!names.includes(scheme.toLowerCase()), `no ${scheme} challenge in ${name}`, got);
  }
  if (unlessBeside === undefined) return result(lines.length === 0, `no ${name} field`, got);
  const isDoubled = fieldValues(answer.response, unlessBeside).length > 0;
  return result(lines.length === 0 || isDoubled, `no ${name} field in place of ${unlessBeside}`, got);
}

/** RFC 9111 §3: nothing but the successful answer to a GET or HEAD is stored unless the answer allows it. */
function checkCaching(answer: Answer): CheckResult {
  const { method, response } = answer;
  const kept = fieldValues(response, 'cache-control').join(', ');
  if (!/^(GET|HEAD)$/.test(method) || response.status >= 300) {
    const isTold = /\bpublic\b|\b(s-)?max-?age\s*=\s*"?0*[1-9]/i.test(kept) && !/no-store|private/i.test(kept);
    if (isTold) return result(false, 'Cache-Control: no-store, or none', shown(answer, 'cache-control'));
    return result(undefined, 'only for answers a cache may store', `${method} ${response.status}`);
  }
  const ok = /no-store|no-cache|private|max-age=0/i.test(kept);
  return result(ok, 'Cache-Control: no-store', shown(answer, 'cache-control'));
}

/** The lines of a field, as evidence. */
export function shown({ response }: Answer, name: string): string {
  const lines = fieldValues(response, name).map((value) => `${name}: ${value}`);
  return lines.join(' | ') || `no ${name}`;
}
