import { beforeAll, describe, expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import { judge } from '../judge/judge.ts';
import type { JudgeContext, JudgedRequest, Violation } from '../judge/types.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import type { Severity } from '../suite/profile.ts';
import type { Case, ExchangeSpec } from '../suite/schema.ts';
import { cap } from '../verdict/policy.ts';
import { concretise } from './concretise.ts';
import { type LawfulRequest, type Members, type Surroundings, type TokenChange } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import { signingAlgs } from '../plan/values.ts';
import { algsOfKeyType } from '../plan/key-type.ts';
import { createKeyPool } from './keys.ts';
import type { ProofKey } from './proof-key.ts';
import {
  mintedText,
  otherKey as knownOtherKey,
  now,
  resourceRequest,
  surroundings,
  tokenRequest,
  tokens as knownTokens,
} from './proof.fixture.ts';

/** Compares what the suites expect with what the judge says of the same bytes: two readings of the RFC that share no code. */
type Place = 'token' | 'resource';
type World = { readonly name: string; readonly lawful: LawfulRequest; readonly nonces: boolean };
type Opinion = {
  readonly id: string;
  readonly expect: ExchangeSpec['expect'];
  readonly severity: Severity;
  /** `undefined`: the plan does not apply in this world. */
  readonly violations: readonly Violation[] | undefined;
  /** How the judge grades a server which accepts the request, and one which refuses it. */
  readonly accepting?: Grade;
  readonly refusing?: Grade;
  readonly text: string;
};
type Grade = Severity | 'fine';

const grades: readonly Grade[] = ['info', 'fine', 'warn', 'fail'];

/** Reads the violations as an oracle has to. */
function gradesOf(violations: readonly Violation[], place: Place): Pick<Opinion, 'accepting' | 'refusing'> {
  const rowOf = ({ requirement, atMost }: Violation): Severity => {
    const row = findRequirement(catalogue, requirement, place);
    if (row === undefined) throw new Error(`${requirement} is no row for ${place}`);
    return cap(row.severity, atMost);
  };
  const worst = violations.map((one): Grade => {
    if (one.level === 'must') return rowOf(one);
    return one.level === 'should' ? cap(rowOf(one), 'warn') : 'fine';
  });
  const open = violations.some(({ level }) => level !== 'liberty');
  const refusals = violations.map((one) => rowOf(one));
  return {
    accepting: grades.findLast((grade) => worst.includes(grade)) ?? 'fine',
    refusing: open ? 'fine' : (grades.find((grade) => refusals.includes(grade as Severity)) ?? 'fail'),
  };
}

/** Faults that a single request cannot show, each with the reason. The judge may miss nothing else. */
const unseen: Readonly<Record<string, string>> = {
  'client-unauthenticated': 'the judge knows no clients',
  'client-unauthenticated-code': 'the judge knows no clients',
  'client-unauthenticated-refresh': 'the judge knows no clients',
  'client-assertion-is-proof': 'the judge knows no clients',
  'bound-client-without-proof': 'the judge knows no clients: a proof is left out at others too',
  'bound-client-empty-proof': 'the judge knows no clients: an empty field may count as none',
  'bound-client-code-without-proof': 'the judge knows no clients: a proof is left out at others too',
  'bound-client-refresh-without-proof': 'the judge knows no clients: a proof is left out at others too',
  'refresh-empty-proof': 'the judge knows no refresh tokens, nor the key each is bound to',
  'refresh-other-key': 'the judge knows no refresh tokens, nor the key each is bound to',
  'refresh-without-proof': 'the judge knows no refresh tokens, nor the key each is bound to',
  'code-wrong-verifier': 'the judge knows no authorization codes',
  'code-without-verifier': 'the judge knows no authorization codes',
  'nonce-left-out-after-offer': 'to the judge a nonce counts once it was demanded; this one was only offered',
};

/** Cases where suite and judge differ, and which of the two is right. */
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
  'nonce-left-out-elsewhere': 'the suite: RFC 9449 §8; the judge does not know which client a nonce was demanded of',
  'post-where-get-is-accepted': 'the suite: the descriptor names POST; the judge knows of no method by name',
  'token-revoked-opaque':
    'the suite: an opaque token has to be asked about; to the judge a revoked one may be accepted',
  'opaque-token-middle-changed': 'the suite: nobody knows which characters are the secret; to the judge it is unknown',
  'opaque-token-case-swapped': 'the suite: nobody knows which letters have case; to the judge it is unknown',
  'proof-nul': 'the judge: a server may read NUL as a blank (RFC 9110 §5.5), and blanks around a value do not count',
  'signature-negated': 'the judge: half of all signatures are so, and no byte distinguishes them',
  'rsa-1024-at-resource': 'the judge: small keys are warned of; the suite leaves that to the token endpoint',
  'jti-deep': 'the judge: an array is no jti, however deep; the suite looks for crashes',
  ...Object.fromEntries(
    ['challenge-without-error', 'challenge-scheme', 'challenge-metadata', 'challenge-algs', 'no-credentials'].map(
      (id) => [id, 'the suite grades how the refusal looks'],
    ),
  ),
  'bearer-error-place': 'the suite grades how the refusal looks',
};

/** Requirements about the content of tokens and about clients. The judge gets these facts from outside or not at all. */
const outside =
  /^(?:cnf-|grant-|token-not-long-lived|(?:as|rs)-nonce-made-up-code|bearer-cnf-|token-every-client|refresh-confidential|scheme-(?:unknown|basic)@|unbound-token-without)/;

/** Requests that are sent only to look at how they are refused. */
const onlyLookedAt: Readonly<Record<string, string>> = {
  'options-without-credentials': 'OPTIONS may be answered to everybody, with nothing that is protected',
  'propfind-without-credentials': 'a server that does not know the method may say so to everybody',
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
// One case uses the token printed in RFC 9449 as the token of somebody else.
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
});

/** The judge sees one request: it knows neither what a code is bound to nor whose key a client authenticates with. */
function isAboutGrants({ delta, with: adjustments = [] }: ExchangeSpec): boolean {
  return [...delta, ...adjustments].some(
    (op) => op.op === 'authorization' || op.op === 'refresh-token' || (op.op === 'key' && op.use === 'client'),
  );
}

async function opinionsOn(item: Case, exchange: ExchangeSpec, place: Place): Promise<readonly Opinion[]> {
  const row = findRequirement(catalogue, item.requirements[0] ?? '', place);
  // The judge knows the RFCs and not what profiles ask for beyond them.
  if (row?.profile !== 'core') return [];
  const severity = cap(row.severity, item.atMost);
  const id = `${item.id}@${place}`;
  return Promise.all(
    worldsOf(item, place).map(async (world) => {
      const violations = await violationsOf(item, exchange, world);
      const said = violations?.map(({ level, requirement }) => `${level} ${requirement}`).join(', ');
      const text = `${id} (${world.name}), ${exchange.expect} ${severity}: ${said || 'nothing'}`;
      const graded = violations === undefined ? {} : gradesOf(violations, place);
      return { id, expect: exchange.expect, severity, violations, ...graded, text };
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
  { session = {}, requirements }: Case,
  exchange: ExchangeSpec,
  { lawful, nonces }: World,
): Promise<readonly Violation[] | undefined> {
  const { keyType = 'EC', rsaBits = 2048, keyKind } = session;
  const { alg = algsOfKeyType[keyType][0] } = session;
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
    const plain = await concretise(lawful, [], around);
    return judge(
      judged,
      contextOf({ key, other, nonces, minted, lawful: plain.request, proven: provenIn(requirements, alg) }),
    );
  } catch (error) {
    if (error instanceof Inapplicable) return undefined;
    throw error;
  }
}

/** Whether the issuer's rules accept a minted token. A resource server finds this out itself; the judge gets it as a fact. */
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

/** The control of a case shows that the algorithm of its session works, except in cases about algorithms. */
function provenIn([first = '']: readonly string[], alg: string): readonly string[] {
  return ['RFC9449-5.1-04', 'RFC9449-7.1-14'].includes(first) ? [] : ['ES256', alg];
}

type Known = {
  readonly key: ProofKey;
  readonly other: ProofKey;
  readonly nonces: boolean;
  /** Minted tokens that the issuer's rules accept, with the key to which each is bound. */
  readonly minted: ReadonlyMap<string, string | undefined>;
  readonly lawful: Exclude<JudgeContext['lawful'], undefined>;
  readonly proven: readonly string[];
};

function contextOf({ key, other, nonces, minted, lawful, proven }: Known): JudgeContext {
  return {
    now,
    tokens: new Map([
      [tokens.own, key.jkt],
      [tokens.sibling, key.jkt],
      [tokens.other, other.jkt],
      [tokens.unbound, undefined],
      ...minted,
    ]),
    // A resource server need not ask whether a token was revoked.
    doubtfulTokens: new Map([[tokens.revoked, key.jkt]]),
    seen: [],
    // The server decides whether it still accepts an older nonce, or one of the other server.
    ...(nonces
      ? {
          nonces: new Set([surroundings.nonce.current ?? '']),
          doubtfulNonces: new Set(Object.values(surroundings.nonce)),
        }
      : {}),
    algs: { proven: new Set(proven), listed: new Set(signingAlgs) },
    lawful,
  };
}

function caseOf(id: string): string {
  return id.replace(/@.*/, '');
}

/** Opinions that contradict the suite. Faults that a single request cannot show are left out. */
function contradictions(isOne: (opinion: Opinion) => boolean): readonly string[] {
  return opinions
    .filter(({ id }) => !outside.test(id))
    .filter(({ id }) => ({ ...unseen, ...disputed, ...onlyLookedAt })[caseOf(id)] === undefined)
    .filter((one) => one.violations !== undefined && isOne(one))
    .map(({ text }) => text);
}

function rank(grade: Grade | undefined): number {
  // A note is as good as no violation.
  return Math.max(grades.indexOf(grade ?? 'fine'), 1);
}

describe('the suites and the judge agree', () => {
  test('how grave it is to accept what has to be refused', () => {
    const different = contradictions((one) => one.expect === 'refuse' && rank(one.accepting) < rank(one.severity));
    expect(different).toEqual([]);
  });

  test('that it is no graver than that', () => {
    const harsh = contradictions((one) => one.expect === 'refuse' && rank(one.accepting) > rank(one.severity));
    expect(harsh).toEqual([]);
  });

  test('that what has to be accepted may be accepted', () => {
    expect(contradictions((one) => one.expect === 'accept' && one.accepting !== 'fine')).toEqual([]);
  });

  test('how grave it is to refuse it', () => {
    const mild = contradictions((one) => one.expect === 'accept' && rank(one.refusing) < rank(one.severity));
    expect(mild).toEqual([]);
  });

  test('that this is no graver either', () => {
    const harsh = contradictions((one) => one.expect === 'accept' && rank(one.refusing) > rank(one.severity));
    expect(harsh).toEqual([]);
  });

  test('on what may be accepted and refused', () => {
    const partial = contradictions(
      (one) => one.expect === 'observe' && (one.accepting !== 'fine' || one.refusing !== 'fine'),
    );
    expect(partial).toEqual([]);
  });

  test('on each case in one world at least', () => {
    const tried = new Set(opinions.filter(({ violations }) => violations !== undefined).map(({ id }) => id));
    const never = [...new Set(opinions.map(({ id }) => id))].filter((id) => !tried.has(id));
    expect(never).toEqual([]);
    expect(tried.size).toBeGreaterThan(300);
  });

  test('with no exception that is not needed', () => {
    const needed = opinions
      .filter(({ id, severity }) => severity !== 'info' && !outside.test(id))
      .filter(({ expect, accepting }) => expect === 'refuse' && accepting === 'fine')
      .map(({ id }) => caseOf(id));
    expect([...new Set(needed)].filter((id) => !(id in disputed)).toSorted()).toEqual(Object.keys(unseen).toSorted());
  });
});
