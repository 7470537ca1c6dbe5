import type { Violation } from '../../judge/types.ts';
import type { Op } from '../../plan/ops.ts';
import type { Minter } from '../../target/issuers/issuer.ts';
import { readJwt } from '../../verdict/answer.ts';
import type { WireRequest } from '../../wire/types.ts';
import { isTokenOp } from '../plans/token-ops.ts';

/** What a resource server is to make of an access token that Proofmark signed, beside what it makes of the proof. */
export type MintedToken = {
  readonly token: string;
  /** The thumbprint that it is bound to; `undefined`: to none. */
  readonly jkt: string | undefined;
  readonly violations: readonly Violation[];
  /** A server that takes the binding for right reads it generously, which is warned of at most. */
  readonly isGenerous: boolean;
};

/** What lawful tokens are made with: for the key with this thumbprint, at this time (seconds since the epoch). */
export type Issuing = { readonly mint: Minter; readonly jkt: string; readonly now: number };

type Claims = Readonly<Record<string, unknown>>;
type Binding = Pick<MintedToken, 'jkt' | 'violations' | 'isGenerous'>;

/**
 * Reads the token back from the bytes to be sent, and compares it with a lawful one.
 *
 * @returns `undefined` where the ops ask for no such token, or nobody can read it any more
 * @see RFC 9068 §4, RFC 7519 §4.1, RFC 7800 §3.1, RFC 9449 §6.1
 */
export async function mintedToken(
  { mint, jkt: own, now }: Issuing,
  ops: readonly Op[],
  request: WireRequest,
): Promise<MintedToken | undefined> {
  if (!ops.some(isTokenOp)) return undefined;
  const token = jwtIn(request);
  const claims = token === undefined ? undefined : readJwt(token)?.claims;
  if (token === undefined || claims === undefined) return undefined;
  const lawful = await mint({ jkt: own, set: {}, remove: [], by: 'issuer' });
  const changed = new Set(ops.flatMap((op) => ('name' in op && isTokenOp(op) ? [op.name] : [])));
  const { jkt, violations, isGenerous } = bindingOf(claims, own, ops);
  const all = [
    ...signatureOf(ops),
    ...[...changed].flatMap((name) => checkClaim(name, claims, readJwt(lawful.accessToken)?.claims ?? {}, now)),
    ...violations,
  ];
  return { token, jkt, violations: all, isGenerous };
}

/** The first JWT of the request that is no proof. */
function jwtIn({ fields, url, body }: WireRequest): string | undefined {
  const texts = [...fields.filter(([name]) => /authorization$/i.test(name)).map(([, value]) => value), url, body ?? ''];
  for (const text of texts) {
    const found = /[\w-]{10,}\.[\w-]{10,}\.[\w-]*/.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function signatureOf(ops: readonly Op[]): readonly Violation[] {
  return ops.some(({ op }) => op === 'token-sign') ? [violation('must', bad, 'not signed by the issuer')] : [];
}

const bad = 'RFC9449-3-03';
/** Seconds: a clock may be off by so much, and every server still knows. */
const clear = 600;

function checkClaim(name: string, claims: Claims, lawful: Claims, now: number): readonly Violation[] {
  const value = claims[name];
  const open = [violation('may', bad, `${name} is not as the issuer sets it`)];
  switch (name) {
    case 'cnf':
    case 'jkt':
      return [];
    case 'exp':
      return expiredBy(value) > clear ? [violation('must', bad, 'expired')] : open;
    case 'nbf':
      return expiredBy(value) < -clear ? [violation('must', bad, 'not yet valid')] : expiredBy(value) > 0 ? [] : open;
    case 'iss':
      return isOther([value], [lawful['iss']]) ? [violation('must', bad, 'of another issuer')] : open;
    case 'aud':
      return isOther([value].flat(), [lawful['aud']].flat()) ? [violation('must', bad, 'for another audience')] : open;
    default:
      // Claims that are not understood are ignored (RFC 7519 §4).
      return name.startsWith('x-') ? [] : open;
  }

  /** How many seconds ago; not a number for what is none. */
  function expiredBy(time: unknown): number {
    return typeof time === 'number' ? now - time : Number.NaN;
  }
}

/** Texts of which none is what it should be, whoever compares URIs generously. */
function isOther(values: readonly unknown[], due: readonly unknown[]): boolean {
  const plain = (value: unknown): string => String(value).toLowerCase().replace(/\/+$/, '');
  return (
    values.length > 0 &&
    values.every((value) => typeof value === 'string' && value.trim() !== '' && !due.map(plain).includes(plain(value)))
  );
}

/** A thumbprint that no key has. */
const noKey = '';

function bindingOf(claims: Claims, own: string, ops: readonly Op[]): Binding {
  const { cnf } = claims;
  if (cnf === undefined || cnf === null) return { jkt: undefined, violations: [], isGenerous: false };
  if (typeof cnf !== 'object' || Array.isArray(cnf))
    return { jkt: undefined, violations: [unknownMethod], isGenerous: false };
  const { jkt, ...others } = cnf as Claims;
  const names = Object.keys(others);
  const beside = names.map((name) =>
    violation(name.startsWith('x-') ? 'liberty' : 'may', 'RFC7800-3.1-02', `cnf has ${name} too`),
  );
  if (jkt === undefined) {
    // A server that knows the method may go by it.
    const isKnown = names.includes('jwk');
    const violations = isKnown ? beside : names.length > 0 ? [unknownMethod] : [];
    return { jkt: isKnown ? own : undefined, violations, isGenerous: isKnown };
  }
  if (jkt === own) return { jkt, violations: beside, isGenerous: false };
  const isThumbprint = typeof jkt === 'string' && /^[\w-]{43}$/.test(jkt) && !names.includes('jwk');
  const isOtherKind = jkt !== null && !Array.isArray(jkt) && typeof jkt !== 'string' && !isBearer(ops);
  return {
    jkt: typeof jkt === 'string' && jkt !== '' ? jkt : noKey,
    violations: beside.filter(({ level }) => level !== 'liberty'),
    isGenerous: !(isThumbprint || isOtherKind) || isComputedOtherwise(ops),
  };
}

const unknownMethod = violation('should', 'RFC7800-3.1-03', 'cnf names no key that the server can confirm');

function isBearer(ops: readonly Op[]): boolean {
  return ops.some((op) => op.op === 'authorization-scheme' && /^bearer$/i.test(op.value));
}

function isComputedOtherwise(ops: readonly Op[]): boolean {
  return /"form":"(all-members|stripped)"/.test(JSON.stringify(ops.filter(isTokenOp)));
}

function violation(level: Violation['level'], requirement: string, detail: string): Violation {
  return { level, requirement, detail: `the access token: ${detail}` };
}
