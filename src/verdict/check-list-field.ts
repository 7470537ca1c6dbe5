import type { CheckOf } from '../suite/checks.ts';
import { fieldValues } from './answer.ts';
import { shown } from './check-field.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';

/** Fields that hold a comma-separated list of tokens. */
export function checkListField(check: CheckOf<'field-lists' | 'exposes'>, answer: Answer): CheckResult {
  switch (check.check) {
    case 'field-lists':
      return result(
        lists(answer, check.name, check.token),
        `${check.name} lists ${check.token}`,
        shown(answer, check.name),
      );
    case 'exposes':
      return checkExposed(answer, check.name);
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

const exposing = 'access-control-expose-headers';

function checkExposed(answer: Answer, name: string): CheckResult {
  if (fieldValues(answer.response, 'access-control-allow-origin').length === 0)
    return result(undefined, 'only where CORS is answered', 'no CORS');
  // Fetch standard §3.3.3: with credentials, `*` is a name like any other.
  const credentials = fieldValues(answer.response, 'access-control-allow-credentials').includes('true');
  const open = !credentials && lists(answer, exposing, '*');
  const ok = open || lists(answer, exposing, name);
  return result(ok, `Access-Control-Expose-Headers lists ${name}`, shown(answer, exposing));
}

function lists({ response }: Answer, name: string, token: string): boolean {
  return fieldValues(response, name)
    .flatMap((value) => value.split(','))
    .some((item) => item.trim().toLowerCase() === token.toLowerCase());
}
