import { expect, test } from 'vitest';
import type { Outcome } from '../record/schema.ts';
import type { Check } from '../suite/checks.ts';
import type { Place } from '../suite/schema.ts';
import type { FieldLine, WireExchange, WireResponse } from '../wire/types.ts';
import type { Answer } from './check-result.ts';
import { evaluate } from './checks.ts';
import { classify } from './outcome.ts';

/** Answers for the tests of this folder. */
export function answered(status: number, fields: readonly FieldLine[] = [], body: object | string = ''): WireResponse {
  const isJson = typeof body !== 'string';
  const text = isJson ? JSON.stringify(body) : body;
  const typed = isJson && !fields.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status,
    fields: typed ? [...fields, ['Content-Type', 'application/json;charset=UTF-8']] : fields,
    body: text,
    bodyBytes: Buffer.byteLength(text),
  };
}

export function exchanged(response: WireResponse, method = 'GET'): WireExchange {
  return {
    request: { method, url: 'https://rs.example.com/', fields: [] },
    response,
    startedAt: 0,
    totalMs: 1,
  };
}

export function answerOf(place: Place, response: WireResponse, known: Partial<Answer> = {}): Answer {
  return { place, method: 'GET', response, outcome: classify(place, exchanged(response)), ...known };
}

/** `pass`, `breach`, or `nothing to judge`, with what was seen. */
export function checked(check: Check, answer: Answer): readonly [string, string] {
  const { ok, got } = evaluate(check, answer);
  return [ok === undefined ? 'nothing to judge' : ok ? 'pass' : 'breach', got];
}

export type CheckRow = readonly [
  what: string,
  check: Check,
  place: Place,
  response: WireResponse,
  verdict: 'pass' | 'breach' | 'nothing to judge',
  known?: Partial<Answer>,
];

/** A test for each row. */
export function holds(rows: readonly CheckRow[]): void {
  for (const [what, check, place, response, verdict, known] of rows) {
    test(`${what}: ${verdict}`, () => {
      expect(checked(check, answerOf(place, response, known))[0]).toBe(verdict);
    });
  }
}

export function jwt(claims: object): string {
  return `${segment({ typ: 'at+jwt', alg: 'ES256' })}.${segment(claims)}.c2ln`;
}

function segment(members: object): string {
  return Buffer.from(JSON.stringify(members)).toString('base64url');
}

export function outcome(kind: Outcome['class'], status?: number, error?: string): Outcome {
  const text = [status ?? kind, error].filter((part) => part !== undefined).join(' ');
  return {
    class: kind,
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    text,
  };
}
