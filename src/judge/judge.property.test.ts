import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../cpu-time.fixture.ts';
import {
  asRequest,
  asUrl,
  base64url,
  context,
  proof,
  resourceProof,
  rsRequest,
  rsUrl,
  segments,
  sha256,
  signed,
  token,
} from './judge.fixture.ts';
import { judge } from './judge.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

const levels = new Set(['must', 'should', 'may', 'liberty']);
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

/** Requests of all kinds: nonsense, real proofs with other members, and real proofs with other characters. */
const members = fc.dictionary(member, fc.jsonValue(), { maxKeys: 3 });
const rewritten = fc
  .tuple(members, members)
  // Signing takes longest, and this property does not need good signatures.
  .map(([header, payload]) => [...segments({ header, payload }), 'AAAA'].join('.'));
const edited = fc
  .tuple(fc.nat(valid.length), fc.nat(8), text)
  .map(([at, dropped, inserted]) => valid.slice(0, at) + inserted + valid.slice(at + dropped));
const line = fc.oneof(value, rewritten, edited);
const requests = fc.record<JudgedRequest>({
  role: fc.constantFrom('as', 'rs'),
  method: fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS'), text),
  url: fc.oneof(
    fc.constantFrom(asUrl, rsUrl),
    text,
    text.map((words) => `http://h/${words}`),
  ),
  fields: fc.oneof(
    fc.array(fc.tuple(names, line), { maxLength: 4 }),
    line.map((one) => [['DPoP', one]] as const),
    line.map((one) => [['Authorization', `DPoP ${token}`] as const, ['DPoP', one] as const]),
  ),
  body: text,
});
const texts = fc.uniqueArray(text, { maxLength: 2 });
const contexts = fc.record(
  {
    now: fc.oneof(fc.constant(context.now), fc.double()),
    tokens: fc.constantFrom(context.tokens, new Map<string, string | undefined>()),
    doubtfulTokens: fc.constant(context.tokens),
    nonces: texts.map((all) => new Set(all)),
    doubtfulNonces: texts.map((all) => new Set(all)),
    seen: fc.array(fc.record({ jti: text, url: text }), { maxLength: 2 }),
    algs: fc.record({ proven: texts.map((all) => new Set(all)) }),
    lawful: requests,
  },
  { requiredKeys: ['now', 'tokens', 'seen'] },
) as fc.Arbitrary<JudgeContext>;

describe('judge', () => {
  test('never throws on 100,000 random requests in random contexts', () => {
    // Drawing a request with fast-check takes longer than judging it, so the parts of drawn requests are mixed.
    const drawn = {
      requests: fc.sample(requests, 3000),
      lines: fc.sample(line, 3000),
      contexts: fc.sample(contexts, 300),
    };
    let state = 9449;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
    const spliced = (): string => {
      const [one, other] = [pick(drawn.lines), pick(drawn.lines)];
      return one.slice(0, below(one.length + 1)) + other.slice(below(other.length + 1));
    };
    const odd: JudgedRequest[] = [];
    for (let count = 0; count < 100_000; count += 1) {
      const request = pick(drawn.requests);
      const fields = request.fields.map(([name, value]) => [name, below(2) === 0 ? value : spliced()] as const);
      const mixed = { ...request, fields, url: pick(drawn.requests).url };
      if (!isWellFormed(mixed, below(2) === 0 ? context : pick(drawn.contexts))) odd.push(mixed);
    }
    expect(odd).toEqual([]);
  });

  const size = 65_536;
  const json = (written: string): string => `${base64url(written)}.e30.AAAA`;
  test.each<readonly [string, string]>([
    ['JSON nested 10,000 deep', json(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)],
    ['a million dots', '.'.repeat(1_000_000)],
    ['escapes', json(`{"${'\\u0061'.repeat(size / 6)}":1}`)],
    ['quotes', json(`{${'"'.repeat(size)}`)],
    ['openings', json('['.repeat(size))],
    ['closings', json(`{${']}'.repeat(size / 2)}`)],
    ['comments', json('/**/'.repeat(size / 4))],
    ['comments in comments', json('/*'.repeat(size / 2))],
    ['commas', json(`{${',]'.repeat(size / 2)}`)],
    ['members of one name', json(`{${Array.from({ length: 8000 }, () => '"k":1').join(',')}}`)],
    ['members', json(`{${Array.from({ length: 5000 }, (_, index) => `"${index}":1`).join(',')}}`)],
    ['digits', json(`{"a":${'1'.repeat(size)}}`)],
    ['line feeds', '\n'.repeat(size)],
    ['line breaks', 'a\r\n'.repeat(size / 3)],
    ['blanks', `x${' '.repeat(size)}x`],
    ['lists', 'a.b.c,'.repeat(size / 6)],
    ['a URI of steps up', proof({ payload: { htu: `https://h${'/..'.repeat(size / 3)}` } })],
    ['a URI of slashes', proof({ payload: { htu: `https://as.example.com${'/'.repeat(size)}` } })],
    ['a URI of escapes', proof({ payload: { htu: `https://as.example.com/${'%2F'.repeat(size / 3)}` } })],
    ['a URI of at signs', proof({ payload: { htu: `https://${'@'.repeat(size)}` } })],
    ['a host beyond ASCII', proof({ payload: { htu: `https://${'\u00e9'.repeat(size / 4)}/` } })],
    ['a typ of blanks', proof({ header: { typ: `dpop+jwt${' '.repeat(size)}` } })],
    ['an iat of digits', proof({ payload: { iat: '1'.repeat(size) } })],
    ['a modulus', proof({ header: { alg: 'RS256', jwk: { kty: 'RSA', e: 'AQAB', n: '_'.repeat(size) } } })],
  ])('is done in bounded time with %s', (_, nasty) => {
    const everywhere: readonly JudgedRequest[] = [
      asRequest(nasty),
      rsRequest([
        ['Authorization', `DPoP ${nasty}`],
        ['DPoP', nasty],
      ]),
      {
        ...asRequest(valid),
        fields: [
          ['Host', nasty],
          ['X', nasty],
        ],
        url: `${asUrl}/${nasty}`,
      },
      rsRequest([['Content-Type', 'application/x-www-form-urlencoded']], { method: 'POST', body: nasty }),
    ];
    const ms = cpuMs(() => expect(everywhere.every((request) => isWellFormed(request))).toBe(true));
    // Linear work takes a few hundredths; what is quadratic takes minutes.
    expect(ms).toBeLessThan(30_000);
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
    const property = fc.property(
      fc.stringMatching(/^[A-Za-z0-9._~-]{1,64}$/),
      fc.webQueryParameters(),
      (jti, query) => {
        const fields = [
          ['Authorization', `DPoP ${token}`],
          ['DPoP', resourceProof({ payload: { jti } })],
        ] as const;
        const url = `https://rs.example.com/a/B?${query.replaceAll('access_token', 'x')}`;
        expect(judge(rsRequest(fields, { url }), context)).toEqual([]);
      },
    );
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
