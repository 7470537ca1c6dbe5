import { beforeAll, describe, expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import { judge } from '../judge/judge.ts';
import type { JudgeContext, JudgedRequest, Violation } from '../judge/types.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import type { Severity } from '../suite/profile.ts';
import type { Case, ExchangeSpec } from '../suite/schema.ts';
import { cap } from '../verdict/policy.ts';
import { concretise } from './concretise.ts';
import { Inapplicable, type LawfulRequest, type Members, type Surroundings, type TokenChange } from './draft.ts';
import { createKeyPool, type ProofKey } from './keys.ts';
import {
  mintedText,
  otherKey as knownOtherKey,
  now,
  resourceRequest,
  surroundings,
  tokenRequest,
  tokens as knownTokens,
} from './proof.fixture.ts';

/** What the suites demand beside what the judge says of the very bytes: two readings of the RFC, written apart. */
type Place = 'token' | 'resource';
type World = { readonly name: string; readonly lawful: LawfulRequest; readonly nonces: boolean };
type Opinion = {
  readonly id: string;
  readonly expect: ExchangeSpec['expect'];
  readonly severity: Severity;
  /** `undefined`: the plan does not apply in this world. */
  readonly violations: readonly Violation[] | undefined;
  readonly text: string;
};

/** Faults that no request shows by itself, with the reason; nothing else may be missed. */
const unseen: Readonly<Record<string, string>> = {
  'client-unauthenticated': 'the judge knows no clients',
  'client-assertion-is-proof': 'the judge knows no clients',
  'bound-client-without-proof': 'the judge knows no clients: a proof is left out at others too',
  'refresh-other-key': 'the judge knows no refresh tokens, nor the key each is bound to',
  'refresh-without-proof': 'the judge knows no refresh tokens, nor the key each is bound to',
  'code-wrong-verifier': 'the judge knows no authorization codes',
  'code-without-verifier': 'the judge knows no authorization codes',
  'nonce-left-out-after-offer': 'to the judge a nonce counts once it was demanded; this one was only offered',
};

/** Where the two differ, and which is right. */
const disputed: Readonly<Record<string, string>> = {
  'nonce-array':
    'the judge: the right nonce in an array shows laxity with types, no hole; the suite should warn at most',
  ...Object.fromEntries(
    ['x5t', 'unknown', 'kid', 'jwk', 'array'].map((id) => [
      `bearer-cnf-${id}`,
      'the suite: RFC 7800 §3.1; the judge knows of bindings to jkt only',
    ]),
  ),
  'unbound-bearer-despite-metadata': 'the suite: RFC 9728 §2; the judge reads no metadata',
  'unbound-dpop-despite-metadata': 'the suite: RFC 9728 §2; the judge reads no metadata',
  'htu-host-dot': 'the suite: DNS finds the same host by the name with the dot (RFC 3986 §3.2.2)',
};

/** Requests that are sent only to look at the refusal. */
const onlyLookedAt: Readonly<Record<string, string>> = {
  'options-without-credentials': 'OPTIONS may be answered to everybody, with nothing that is protected',
  'options-preflight': 'a preflight has no credentials, and its answer nothing that is protected',
  'rs-cors-challenge': 'a resource request without a proof, whose challenge scripts have to be able to read',
};

const rs = 'https://rs.example.com';
const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const endpoints = { token: 'https://as.example.com/token', par: 'https://as.example.com/par' };
const lawfulRequests: Readonly<Record<Place, readonly LawfulRequest[]>> = {
  token: [
    tokenRequest,
    { ...tokenRequest, url: 'https://as.example.com/' },
    { ...tokenRequest, url: 'https://127.0.0.1/as/%AB' },
  ],
  resource: [
    { ...resourceRequest, url: `${rs}/things/a~1/%40%AB` },
    { ...resourceRequest, url: `${rs}/` },
    { ...resourceRequest, url: 'https://localhost/things' },
    { ...resourceRequest, method: 'POST', body: 'a=b', fields: [form] },
  ],
};
// The printed token of RFC 9449 stands in a case as that of somebody else.
const tokens = { ...knownTokens, own: 'the.token.of-this~test' };

const catalogue = loadCatalogue();
const pool = createKeyPool();
const opinions: Opinion[] = [];

beforeAll(async () => {
  for (const item of suites.flatMap((suite) => suite.cases)) {
    const [exchange, ...more] = item.exchanges;
    if (exchange === undefined || more.length > 0 || isAboutGrants(exchange)) continue;
    for (const place of ['token', 'resource'] as const) {
      if (item.at.includes(place)) opinions.push(...(await opinionsOn(item, exchange, place)));
    }
  }
}, 60_000);

/** The judge sees one request: it knows neither what a code is bound to nor whose key a client authenticates with. */
function isAboutGrants({ delta, with: adjustments = [] }: ExchangeSpec): boolean {
  return [...delta, ...adjustments].some(
    (op) => op.op === 'authorization' || op.op === 'refresh-token' || (op.op === 'key' && op.use === 'client'),
  );
}

async function opinionsOn(item: Case, exchange: ExchangeSpec, place: Place): Promise<readonly Opinion[]> {
  const row = findRequirement(catalogue, item.requirements[0] ?? '', place);
  // The judge reads the RFCs; what a profile asks for beyond them it does not know.
  if (row?.profile !== 'core') return [];
  const severity = cap(row.default_severity, item.atMost);
  const id = `${item.id}@${place}`;
  return Promise.all(
    worldsOf(item, place).map(async (world) => {
      const violations = await violationsOf(item, exchange, world);
      const said = violations?.map(({ level, requirement }) => `${level} ${requirement}`).join(', ');
      return { id, expect: exchange.expect, severity, violations, text: `${id} (${world.name}): ${said || 'nothing'}` };
    }),
  );
}

function worldsOf({ needs = [] }: Case, place: Place): readonly World[] {
  const policies = [true, false].filter((nonces) => {
    if (needs.includes('nonce-not-required')) return !nonces;
    return nonces || !needs.some((need) => need === 'nonce-required' || need === 'other-role-nonce');
  });
  return lawfulRequests[place].flatMap((lawful) =>
    policies.map((nonces) => ({ name: `${lawful.method} ${lawful.url}${nonces ? ', nonces' : ''}`, lawful, nonces })),
  );
}

async function violationsOf(
  { session = {} }: Case,
  exchange: ExchangeSpec,
  { lawful, nonces }: World,
): Promise<readonly Violation[] | undefined> {
  const { alg = 'ES256', rsaBits = 2048, keyKind } = session;
  const key = await pool(alg, rsaBits, 'own', keyKind);
  const other = await pool(alg, 2048, 'other');
  const otherKey: Surroundings['otherKey'] = (wanted = alg, bits = 2048, kind) =>
    kind !== undefined
      ? knownOtherKey(wanted, bits, kind)
      : wanted === alg && bits === 2048
        ? Promise.resolve(other)
        : pool(wanted, bits, 'other');
  const minted = new Map<string, string | undefined>();
  const mint: Surroundings['mint'] = (change) => {
    const text = mintedText(change);
    if (isLive(change)) minted.set(text, boundTo(change));
    return Promise.resolve(text);
  };
  const token: Surroundings['token'] = (use) => Promise.resolve(tokens[use]);
  const around = { ...surroundings, endpoints, key, otherKey, token, mint, nonce: nonces ? surroundings.nonce : {} };
  try {
    const ops = [...(exchange.with ?? []), ...exchange.delta];
    const { request } = await concretise(lawful, ops, around);
    const judged: JudgedRequest = { role: lawful.role, ...request };
    return judge(judged, contextOf(key, other, nonces, minted));
  } catch (error) {
    if (error instanceof Inapplicable) return undefined;
    throw error;
  }
}

/** What the issuer's rules say of a minted token: the judge is told, as a resource server would find out. */
function isLive({ set, by }: TokenChange): boolean {
  return by === 'issuer' && !['exp', 'nbf', 'aud', 'iss'].some((name) => name in set);
}

function boundTo({ jkt, set, remove }: TokenChange): string | undefined {
  if (remove.includes('cnf')) return undefined;
  if (!('cnf' in set)) return jkt;
  const { cnf } = set;
  const value = typeof cnf === 'object' && cnf !== null && !Array.isArray(cnf) ? (cnf as Members)['jkt'] : undefined;
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function contextOf(
  key: ProofKey,
  other: ProofKey,
  nonces: boolean,
  minted: ReadonlyMap<string, string | undefined>,
): JudgeContext {
  return {
    now,
    tokens: new Map([
      [tokens.own, key.jkt],
      [tokens.sibling, key.jkt],
      [tokens.other, other.jkt],
      [tokens.unbound, undefined],
      ...minted,
    ]),
    seen: [],
    // Whether an older nonce, or one of the other server, is still taken is the server's choice.
    ...(nonces ? { nonces: new Set(Object.values(surroundings.nonce)) } : {}),
  };
}

function caseOf(id: string): string {
  return id.replace(/@.*/, '');
}

/** Opinions that contradict the suite, but for the faults that no request shows. */
function contradictions(isOne: (opinion: Opinion, levels: readonly string[]) => boolean): readonly string[] {
  return opinions
    .filter(({ id }) => ({ ...unseen, ...disputed, ...onlyLookedAt })[caseOf(id)] === undefined)
    .filter(
      (one) =>
        one.violations !== undefined &&
        isOne(
          one,
          one.violations.map(({ level }) => level),
        ),
    )
    .map(({ text }) => text);
}

describe('the suites and the judge agree', () => {
  test('that what fails when accepted breaks a must', () => {
    const missed = contradictions(
      (one, levels) => one.expect === 'refuse' && one.severity === 'fail' && !levels.includes('must'),
    );
    expect(missed).toEqual([]);
  });

  test('that what is warned of when accepted breaks a should at least', () => {
    const missed = contradictions(
      (one, levels) => one.expect === 'refuse' && one.severity === 'warn' && levels.every((level) => level === 'may'),
    );
    expect(missed).toEqual([]);
  });

  test('that what has to be accepted breaks neither', () => {
    const harsh = contradictions((one, levels) => one.expect === 'accept' && levels.some((level) => level !== 'may'));
    expect(harsh).toEqual([]);
  });

  test('that what fails when refused is a request that a server has no ground to refuse', () => {
    const harsh = contradictions(
      (one, levels) => one.expect === 'accept' && one.severity === 'fail' && levels.length > 0,
    );
    expect(harsh).toEqual([]);
  });

  test('that what must not be judged breaks no must', () => {
    const mild = contradictions((one, levels) => one.expect === 'observe' && levels.includes('must'));
    expect(mild).toEqual([]);
  });

  test('on each case in one world at least', () => {
    const tried = new Set(opinions.filter(({ violations }) => violations !== undefined).map(({ id }) => id));
    const never = [...new Set(opinions.map(({ id }) => id))].filter((id) => !tried.has(id));
    expect(never).toEqual([]);
    expect(tried.size).toBeGreaterThan(300);
  });

  test('with no exception that is not needed', () => {
    const needed = opinions
      .filter(({ expect, violations }) => expect === 'refuse' && violations?.length === 0)
      .map(({ id }) => caseOf(id));
    expect([...new Set(needed)].toSorted()).toEqual(Object.keys(unseen).toSorted());
  });
});
