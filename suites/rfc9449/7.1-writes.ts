import { rejects } from '../../src/suite/cases.ts';
import { accessToken, claim, lines, otherMethod, scheme } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Methods that change things. Only requests that have to be refused are sent with them, and only where the descriptor names
 * them: a sound server changes nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1 and section 7.2
 */
export const writesCases: readonly Case[] = (['PUT', 'PATCH', 'DELETE'] as const).flatMap((method) => {
  const name = method.toLowerCase();
  return [
    rejects({
      id: `${name}-without-credentials`,
      title: `rejects a ${method} request without credentials`,
      requirements: ['RFC9449-7.1-03'],
      ...namedOnly(method),
      fault: 'credentials',
      delta: [{ op: 'method', value: method }, accessToken('none'), lines('absent')],
    }),
    rejects({
      id: `${name}-without-proof`,
      title: `rejects a ${method} request without a proof`,
      requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
      ...namedOnly(method),
      fault: 'proof-missing',
      delta: [{ op: 'method', value: method }, lines('absent')],
    }),
    rejects({
      id: `${name}-bearer-without-proof`,
      title: `rejects a bound access token as Bearer token in a ${method} request`,
      requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
      ...namedOnly(method),
      fault: 'credentials',
      delta: [{ op: 'method', value: method }, scheme('Bearer'), lines('absent')],
    }),
    rejects({
      id: `${name}-with-proof-for-post`,
      title: `rejects a ${method} request with a proof made for POST`,
      requirements: ['RFC9449-4.3-08a'],
      ...namedOnly(method),
      fault: 'request',
      delta: [{ op: 'method', value: method }, claim.set('htm', otherMethod('swapped'))],
    }),
  ];
});

function namedOnly(method: 'PUT' | 'PATCH' | 'DELETE'): Pick<Case, 'at' | 'needs' | 'why' | 'each'> {
  const needs = { PUT: 'put-named', PATCH: 'patch-named', DELETE: 'delete-named' } as const;
  return { why: 'The check may be there for reading only.', at: ['resource'], needs: [needs[method]], each: true };
}
