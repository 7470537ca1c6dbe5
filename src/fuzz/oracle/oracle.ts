import type { Ruling } from './ruling.ts';
import { judge, judgeLazily } from '../../judge/judge.ts';
import type { JudgeContext, JudgedRequest, Violation } from '../../judge/types.ts';
import type { Op } from '../../plan/ops.ts';
import type { TokenRef } from '../../plan/token-ref.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Site } from '../../bench/site.ts';
import { serverNow } from '../../bench/facts.ts';
import { usualAlgs } from '../../bench/open-session.ts';
import type { Session } from '../../bench/session.ts';
import { roleOf } from '../../suite/catalogue.ts';
import { readJwt } from '../../verdict/answer.ts';
import type { WireRequest } from '../../wire/types.ts';
import type { Place } from '../../suite/schema.ts';
import { isQueryAlone, lawfulBecause, rulingByMetadata } from './request-ruling.ts';
import { type MintedToken, mintedToken } from './minted.ts';
import { isTokenOp } from '../plans/token-ops.ts';

export type Judged = { readonly ruling: Ruling; readonly violations: readonly Violation[] };

/** What came before, and what came of it. */
export type Aftermath = { readonly seen?: JudgeContext['seen']; readonly isRefused?: boolean };

/** The judge's ruling on the very bytes that were sent. Of what was refused, one good reason is enough. */
export async function rulingOn(
  site: Site,
  ops: readonly Op[],
  request: WireRequest,
  { seen = [], isRefused = false }: Aftermath = {},
): Promise<Judged> {
  const { bench, place, session } = site;
  const context = await contextOf(site, ops);
  const issuing = bench.mint && { mint: bench.mint, jkt: session.key.jkt, now: context.now };
  const minted = issuing && (await mintedToken(issuing, ops, request));
  if (minted === undefined && ops.some(isTokenOp))
    return { violations: [], ruling: { expect: 'either', requirements: [] } };
  const tokens = minted === undefined ? context.tokens : new Map([...context.tokens, [minted.token, minted.jkt]]);
  const judgeIt = isRefused ? judgeInHaste : judge;
  const judged = judgeIt({ ...request, role: roleOf(place) }, { ...context, tokens, seen });
  const violations = inDoubtOfTime(site, minted === undefined ? judged : beside(judged, minted));
  const blind = beyondTheJudge(site, ops, { request, violations });
  if (blind !== undefined) return { violations, ruling: blind };
  const named = (...levels: readonly (Violation['level'] | 'doubtful')[]): readonly string[] => [
    ...new Set(violations.filter((one) => levels.includes(levelOf(one))).map(({ requirement }) => requirement)),
  ];
  const [musts, shoulds, mays] = [named('must'), named('should', 'doubtful'), named('may')];
  if (musts.length > 0) return { violations, ruling: { expect: 'refuse', requirements: musts, isDoubtful: false } };
  if (shoulds.length > 0) return { violations, ruling: { expect: 'refuse', requirements: shoulds, isDoubtful: true } };
  const isOpen = mays.length > 0 || mayHaveAnotherReason(site, ops, request);
  const ruling = isOpen
    ? { expect: 'either' as const, requirements: mays }
    : {
        expect: 'accept' as const,
        requirements: mildest(named('liberty')),
        isDoubtful: violations.some(({ level, atMost }) => level === 'liberty' && atMost !== undefined),
        ...lawfulBecause(place, session, ops),
      };
  return { violations, ruling };
}

/** Leaves the signature unverified, which takes longer than all the rest, where there is reason enough without it. */
function judgeInHaste(request: JudgedRequest, context: JudgeContext): readonly Violation[] {
  const { certain, whole } = judgeLazily(request, context);
  return certain.some(({ level, atMost }) => level === 'must' && atMost === undefined) ? certain : whole();
}

/** Rows on the age of a proof, and on its `exp` and `nbf`, which take a better known clock. */
const ages = /^RFC9449-(4\.3-11|11\.1-0[156])/;
const limits = /^RFC7519-4\.1\.[45]-/;

/** No clock that may be wrong, ours or the server's, makes a finding. */
function inDoubtOfTime({ bench, place }: Site, violations: readonly Violation[]): readonly Violation[] {
  const { isInStep, isKnown } = bench.facts.clocks[roleOf(place)];
  const isDoubtful = ({ requirement }: Violation): boolean =>
    (!isInStep && ages.test(requirement)) || (!(isInStep && isKnown) && limits.test(requirement));
  return violations.map((one) => (isDoubtful(one) ? { ...one, level: 'may' } : one));
}

const bindingRows = new Set(['RFC9449-4.3-12e', 'RFC9449-7.2-01', 'RFC9449-7.2-02']);

function beside(judged: readonly Violation[], { violations, isGenerous }: MintedToken): readonly Violation[] {
  const graded = judged.map((one): Violation =>
    isGenerous && bindingRows.has(one.requirement) ? { ...one, level: 'should' } : one,
  );
  return [...graded, ...violations];
}

/** A breach of a row that speaks of graver things too is warned of at most. */
function levelOf({ level, atMost }: Violation): Violation['level'] | 'doubtful' {
  return level === 'must' && atMost !== undefined ? 'doubtful' : level;
}

/** Rows by which a refusal fails: beside a liberty that a server need not take they do not count. */
const graveLiberties = new Set(['RFC9449-4.1-01', 'RFC9449-4.3-09f', 'RFC9449-6.1-03', 'RFC9449-6.1-04']);

function mildest(liberties: readonly string[]): readonly string[] {
  const mild = liberties.filter((row) => !graveLiberties.has(row));
  return mild.length > 0 ? mild : liberties;
}

/** What no request shows by itself: which clients have to authenticate, and which proxies a server trusts to name the URI. */
function beyondTheJudge(
  { bench, place, session }: Site,
  ops: readonly Op[],
  { request, violations }: { readonly request: WireRequest; readonly violations: readonly Violation[] },
): Ruling | undefined {
  const musts = [...new Set(violations.filter(({ level }) => level === 'must').map(({ requirement }) => requirement))];
  // Which characters of an opaque token are its secret shows only to its issuer.
  if (musts.length > 0 && ops.some((op) => op.op === 'access-token' && /^(middle-changed|case-swapped)$/.test(op.use)))
    return { expect: 'refuse', requirements: musts, isDoubtful: true };
  if (ops.some(({ op }) => op === 'client-auth')) {
    if (session.client === undefined || session.client.auth === 'none') return { expect: 'either', requirements: [] };
    const row = place === 'par' ? 'RFC9126-2.1-01' : 'RFC9449-3-01';
    return { expect: 'refuse', requirements: [row, ...musts], isDoubtful: false };
  }
  const isBound = place === 'token' && session.client?.dpopBoundAccessTokens === true;
  if (isBound && proofsIn(request).every((line) => line.trim() === ''))
    return { expect: 'refuse', requirements: ['RFC9449-5.2-01', ...musts], isDoubtful: false };
  const byMetadata = rulingByMetadata(bench, place, violations);
  if (byMetadata !== undefined) return byMetadata;
  const isForwarded = ops.some(({ op }) => op === 'forwarded');
  if (!isForwarded || musts.length === 0 || !musts.every((id) => /^RFC9449-4\.3-0(?:8a|9[a-z])$/.test(id)))
    return undefined;
  if (bench.loaded.descriptor.trustedProxy) return { expect: 'either', requirements: [] };
  if (musts.every((id) => id === 'RFC9449-4.3-08a'))
    return { expect: 'refuse', requirements: musts, isDoubtful: false };
  const isOfHost = musts.every((id) => id === 'RFC9449-4.3-09b');
  return { expect: 'refuse', requirements: ['RFC9449-4.3-09m', ...musts], isDoubtful: !isOfHost };
}

function proofsIn({ fields }: WireRequest): readonly string[] {
  return fields.filter(([name]) => name.toLowerCase() === 'dpop').map(([, value]) => value);
}

/** Ops after which a refusal can have a reason that is none of the proof's. */
const ofTheRequest: ReadonlySet<Op['op']> = new Set([
  'method',
  'query',
  'many-fields',
  'field',
  'host',
  'forwarded',
  'authorization-field',
  'authorization-second',
  'access-token',
  'access-token-in',
  'credentials',
]);

function mayHaveAnotherReason({ bench, place, session }: Site, ops: readonly Op[], request: WireRequest): boolean {
  if (ops.some(({ op }) => ofTheRequest.has(op)) && !isQueryAlone(place, ops)) return true;
  const proofs = proofsIn(request);
  // An authorization server may want a proof of every client (RFC 9449 §5.2), and take one algorithm and not another.
  if (proofs.length === 0) return true;
  const alg = readJwt(proofs[0] ?? '')?.header['alg'];
  if (alg !== session.key.alg || !isTaken(bench, place, session.key.alg)) return true;
  return ops.some((op) => isOldNonce(op) || isFixedId(op));
}

/** Which algorithms a server takes is its own policy (RFC 9449 §4.3 check 5), but for those that it names. */
function isTaken(bench: Bench, place: Place, alg: string): boolean {
  const role = roleOf(place);
  // In metadata, or in a challenge: a server that names it in either takes it (RFC 9449 §7.1).
  const named = role === 'as' ? bench.as?.algs : bench.facts.rsAlgs && bench.facts.rsAlgsNamed;
  return named?.includes(alg) ?? usualAlgs(bench, role)[0] === alg;
}

/** The same `jti` in many plans: a server that remembers it is right to refuse the second. */
function isFixedId(op: Op): boolean {
  const isId = (op.op === 'claim-set' || op.op === 'duplicate-member') && op.name === 'jti';
  return isId && !/"\$":"(random","bytes":\d\d|lawful")/.test(JSON.stringify(op.value));
}

/** How long a nonce is good, and where, is the server's choice (RFC 9449 §8.2). */
function isOldNonce(op: Op): boolean {
  return op.op === 'nonce' && ['previous', 'stale', 'other-role'].includes(op.from);
}

async function contextOf({ bench, place, session }: Site, ops: readonly Op[]): Promise<Omit<JudgeContext, 'seen'>> {
  const { facts, nonces } = bench;
  return {
    now: serverNow(facts, roleOf(place)),
    tokens: place === 'resource' ? await liveTokens(session, ops) : new Map(),
    ...(facts.nonce[place] === 'required' ? { nonces: nonces.given } : { offeredNonces: nonces.given }),
  };
}

/** Tokens that the request may carry, with the key that each is bound to. */
async function liveTokens(session: Session, ops: readonly Op[]): Promise<ReadonlyMap<string, string | undefined>> {
  const uses = new Set<TokenRef>(['own', ...mentioned(ops)]);
  const tokens = new Map<string, string | undefined>();
  const add = async (use: TokenRef, jkt: string | undefined): Promise<void> => {
    const token = uses.has(use) ? await session.token(use) : undefined;
    if (token !== undefined) tokens.set(token, jkt);
  };
  await add('own', session.key.jkt);
  await add('sibling', session.key.jkt);
  await add('unbound', undefined);
  if (uses.has('other')) await add('other', (await session.otherKey()).jkt);
  return tokens;
}

const refs = ['sibling', 'other', 'unbound'] as const;

function mentioned(ops: readonly Op[]): readonly TokenRef[] {
  const text = JSON.stringify(ops);
  return refs.filter((ref) =>
    [`"op":"access-token","use":"${ref}"`, `"$":"ath","of":"${ref}"`, `"$":"access-token","of":"${ref}"`].some((use) =>
      text.includes(use),
    ),
  );
}
