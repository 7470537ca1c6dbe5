import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asRequest,
  base64url,
  context,
  proof,
  resourceProof,
  rsRequest,
  segments,
  sha256,
  signed,
  token,
} from './fixture.ts';
import { judge } from './judge.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

const levels = new Set(['must', 'should', 'may']);
const isWellFormed = (request: JudgedRequest, given: JudgeContext = context): boolean =>
  judge(request, given).every(
    ({ level, requirement, detail }) => levels.has(level) && requirement !== '' && detail !== '',
  );

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
const member = fc.constantFrom(
  'typ',
  'alg',
  'jwk',
  'crit',
  'b64',
  'jti',
  'htm',
  'htu',
  'iat',
  'ath',
  'nonce',
  'exp',
  'nbf',
);
const names = fc.constantFrom('DPoP', 'Authorization', 'Proxy-Authorization', 'Host', 'Content-Type', 'X');
const value = fc.oneof(
  text,
  text.map((words) => `DPoP ${words}`),
  text.map((words) => `Bearer ${words}`),
  fc.tuple(text, text, text).map((parts) => parts.join('.')),
  fc.json().map((json) => `${base64url(json)}.${base64url(json)}.${base64url(json)}`),
);

const valid = proof();

describe('judge', () => {
  test('never throws on 5,000 random requests', () => {
    const requests = fc.record<JudgedRequest>({
      role: fc.constantFrom('as', 'rs'),
      method: text,
      url: fc.oneof(
        text,
        fc.webUrl(),
        text.map((words) => `http://h/${words}`),
      ),
      fields: fc.array(fc.tuple(names, value), { maxLength: 4 }),
      body: text,
    });
    fc.assert(
      fc.property(requests, (request) => isWellFormed(request)),
      { numRuns: 5000 },
    );
  });

  test('never throws on 5,000 valid proofs with a few members replaced', () => {
    const members = fc.dictionary(member, fc.jsonValue(), { maxKeys: 3 });
    const mutated = fc.tuple(members, members, fc.constantFrom('as', 'rs'));
    const property = fc.property(mutated, ([header, payload, role]) => {
      const line = signed(...segments({ header, payload }));
      return isWellFormed(
        role === 'as'
          ? asRequest(line)
          : rsRequest([
              ['DPoP', line],
              ['Authorization', `DPoP ${token}`],
            ]),
      );
    });
    expect(fc.check(property, { numRuns: 5000 })).toMatchObject({ failed: false, numRuns: 5000 });
  });

  test('never throws on 5,000 proofs with a few characters replaced', () => {
    const edits = fc.tuple(fc.nat(valid.length), fc.nat(8), text);
    const property = fc.property(edits, ([at, dropped, inserted]) =>
      isWellFormed(asRequest(valid.slice(0, at) + inserted + valid.slice(at + dropped))),
    );
    expect(fc.check(property, { numRuns: 5000 })).toMatchObject({ failed: false, numRuns: 5000 });
  });

  test('survives depth and length', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const [header, payload] = segments({});
    const json = Buffer.from(payload, 'base64url').toString();
    const members = ['jti', 'htm', 'htu', 'iat', 'nonce', 'x'].map((name) =>
      json.replace('{', `{"${name}":${deep},`).replace(`"${name}":"`, '"y":"'),
    );
    const lines = members.map((member) => signed(header, base64url(member)));
    const long = [
      ' '.repeat(200_000),
      '.'.repeat(200_000),
      `x${' '.repeat(200_000)}x`,
      'A'.repeat(2_000_000),
      `{"${'\\"'.repeat(500_000)}"}`,
    ];
    expect(
      [...lines, ...long, ...long.map((line) => `DPoP ${line}`)].every(
        (line) =>
          isWellFormed(asRequest(line)) &&
          isWellFormed(
            rsRequest([
              ['DPoP', line],
              ['Authorization', line],
            ]),
          ),
      ),
    ).toBe(true);
    expect(
      isWellFormed({
        ...asRequest(proof({ payload: { htu: `http://h${'/..'.repeat(100_000)}` } })),
        url: `http://h/${'%2e'.repeat(100_000)}`,
      }),
    ).toBe(true);
  });

  test('says the same twice', () => {
    const property = fc.property(fc.dictionary(member, fc.jsonValue()), (payload) => {
      const request = asRequest(proof({ payload }));
      expect(judge(request, context)).toEqual(judge(request, context));
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('finds nothing in a valid proof, whatever its jti and query', () => {
    const property = fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.webQueryParameters(), (jti, query) => {
      const fields = [
        ['Authorization', `DPoP ${token}`],
        ['DPoP', resourceProof({ payload: { jti } })],
      ] as const;
      const url = `https://rs.example.com/a/B?${query.replaceAll('access_token', 'x')}`;
      expect(judge(rsRequest(fields, { url }), context)).toEqual([]);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('a second fault never turns a request that has to be refused into one that need not be', () => {
    const faults = [
      { htm: 'PUT' },
      { htu: 'https://x.example/' },
      { iat: 1 },
      { jti: undefined },
      { ath: sha256('x') },
    ];
    const property = fc.property(fc.subarray(faults, { minLength: 1 }), (chosen) => {
      const payload: Record<string, unknown> = Object.fromEntries(chosen.flatMap((fault) => Object.entries(fault)));
      const fields = [
        ['Authorization', `DPoP ${token}`],
        ['DPoP', resourceProof({ payload })],
      ] as const;
      expect(judge(rsRequest(fields), context).filter(({ level }) => level === 'must')).toHaveLength(
        'htu' in payload ? chosen.length + 1 : chosen.length,
      );
    });
    fc.assert(property, { numRuns: 100 });
  });
});
