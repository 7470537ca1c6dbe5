import { rejects } from '../../src/suite/cases.ts';
import { accessToken, claim, lines, otherMethod, scheme } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const needs = { PUT: 'put-named', PATCH: 'patch-named', DELETE: 'delete-named' } as const;

/** What is wrong with a write. */
const faults = {
  'without-credentials': {
    words: 'request without credentials',
    requirements: ['RFC9449-7.1-03'],
    fault: 'credentials',
    delta: [accessToken('none'), lines('absent')],
  },
  'without-proof': {
    words: 'request without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    fault: 'proof-missing',
    delta: [lines('absent')],
  },
  bearer: {
    words: 'request',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    fault: 'credentials',
    delta: [scheme('Bearer'), lines('absent')],
  },
  'proof-for-post': {
    words: 'request with a proof made for POST',
    requirements: ['RFC9449-4.3-08a'],
    fault: 'request',
    delta: [claim.set('htm', otherMethod('swapped'))],
  },
} as const;

/**
 * Methods that change things. Only requests that have to be refused are sent with them, and only where the descriptor names
 * them: a sound server changes nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1 and section 7.2
 */
export const writesCases: readonly Case[] = [
  write({ id: 'put-without-credentials', method: 'PUT', wrong: 'without-credentials' }),
  write({ id: 'put-without-proof', method: 'PUT', wrong: 'without-proof' }),
  write({ id: 'put-bearer-without-proof', method: 'PUT', wrong: 'bearer' }),
  write({ id: 'put-with-proof-for-post', method: 'PUT', wrong: 'proof-for-post' }),
  write({ id: 'patch-without-credentials', method: 'PATCH', wrong: 'without-credentials' }),
  write({ id: 'patch-without-proof', method: 'PATCH', wrong: 'without-proof' }),
  write({ id: 'patch-bearer-without-proof', method: 'PATCH', wrong: 'bearer' }),
  write({ id: 'patch-with-proof-for-post', method: 'PATCH', wrong: 'proof-for-post' }),
  write({ id: 'delete-without-credentials', method: 'DELETE', wrong: 'without-credentials' }),
  write({ id: 'delete-without-proof', method: 'DELETE', wrong: 'without-proof' }),
  write({ id: 'delete-bearer-without-proof', method: 'DELETE', wrong: 'bearer' }),
  write({ id: 'delete-with-proof-for-post', method: 'DELETE', wrong: 'proof-for-post' }),
];

type Write = { readonly id: string; readonly method: keyof typeof needs; readonly wrong: keyof typeof faults };

function write({ id, method, wrong }: Write): Case {
  const { words, requirements, fault, delta } = faults[wrong];
  const what = wrong === 'bearer' ? `a bound access token as Bearer token in a ${method}` : `a ${method}`;
  return rejects({
    id,
    title: `rejects ${what} ${words}`,
    requirements: [...requirements],
    why: 'The check may be there for reading only.',
    at: ['resource'],
    needs: [needs[method]],
    each: true,
    fault,
    delta: [{ op: 'method', value: method }, ...delta],
  });
}
