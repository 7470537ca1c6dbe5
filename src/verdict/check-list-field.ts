import type { CheckOf } from '../suite/checks.ts';
import { fieldValues } from './answer.ts';
import { shown } from './check-field.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';

/** Fields that hold a comma-separated list of tokens. */
export function checkListField(
  check: CheckOf<'field-lists' | 'exposes' | 'exposed-to' | 'preflight-allows'>,
  answer: Answer,
): CheckResult {
  switch (check.check) {
    case 'field-lists':
      return result(
        lists(answer, check.name, check.token),
        `${check.name} lists ${check.token}`,
        shown(answer, check.name),
      );
    case 'exposes':
      return checkExposed(answer, check.name);
    case 'exposed-to': {
      const expected = `Access-Control-Allow-Origin is ${check.origin} or *`;
      return result(isExposedTo(answer, check.origin), expected, shown(answer, allowedOrigin));
    }
    case 'preflight-allows':
      return checkPreflight(check, answer);
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

const exposing = 'access-control-expose-headers';
const allowedOrigin = 'access-control-allow-origin';
const allowedFields = 'access-control-allow-headers';

/** Fetch standard §4.9: one value, which is the origin itself or `*`. */
function isExposedTo({ response }: Answer, origin: string): boolean {
  const [value, ...more] = fieldValues(response, allowedOrigin).map((text) => text.trim());
  return more.length === 0 && (value === '*' || value === origin);
}

/** Fetch standard §4.8: `*` stands for each field but `Authorization`, which has to be named. */
function checkPreflight({ origin, fields }: CheckOf<'preflight-allows'>, answer: Answer): CheckResult {
  const isAllowed = (name: string): boolean =>
    lists(answer, allowedFields, name) || (name.toLowerCase() !== 'authorization' && lists(answer, allowedFields, '*'));
  const expected = `Access-Control-Allow-Headers lists ${fields.join(' and ')}`;
  const got = `${shown(answer, allowedOrigin)} | ${shown(answer, allowedFields)}`;
  return result(isExposedTo(answer, origin) && fields.every(isAllowed), expected, got);
}

function checkExposed(answer: Answer, name: string): CheckResult {
  if (fieldValues(answer.response, allowedOrigin).length === 0)
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
