import { createHash, createPublicKey } from 'node:crypto';
import { isSymbolic, type PlanValue, type SymbolicValue } from '../plan/values.ts';
import { Inapplicable, type Members, type Surroundings } from './draft.ts';
import { editHtu, lawfulHtu } from './htu.ts';
import { type ProofKey, randomText } from './keys.ts';

export type ResolveContext = {
  readonly surroundings: Surroundings;
  readonly method: string;
  readonly url: string;
  readonly key: ProofKey;
};

/** Replaces every symbolic value in `value` by what it stands for in this request. */
export async function resolveValue(value: PlanValue, context: ResolveContext): Promise<PlanValue> {
  if (isSymbolic(value)) return resolveSymbol(value, context);
  if (Array.isArray(value)) return Promise.all(value.map((item: PlanValue) => resolveValue(item, context)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      async ([name, member]) => [name, await resolveValue(member, context)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  return value;
}

async function resolveSymbol(value: SymbolicValue, context: ResolveContext): Promise<PlanValue> {
  switch (value.$) {
    case 'now':
      return resolveNow(context.surroundings.now + value.plus, value.as ?? 'number');
    case 'random':
      return randomText(value.bytes);
    case 'repeat':
      return value.text.repeat(value.times);
    case 'nested':
      return nest(value.depth);
    case 'htu':
      return resolveHtu(value.edits, context);
    case 'method':
      return editMethod(resolveMethod(context.method, value.case), value.edit);
    case 'ath':
      return resolveAth(value, context);
    case 'jti':
      return earlierJti(value.of, context);
    case 'jwk':
      return resolveJwk(value, context);
    case 'nonce':
      if (context.surroundings.nonce.current === undefined) throw new Inapplicable('no nonce is known');
      return context.surroundings.nonce.current;
    case 'jwk-text':
      return JSON.stringify(context.key.publicJwk);
    case 'thumbprint':
      return (await thumbprintOwner(value.of ?? 'own', context)).jkt;
    case 'canary':
      if (context.surroundings.canaryUrl === undefined)
        throw new Inapplicable('no listener for remote keys is running');
      return `${context.surroundings.canaryUrl}${value.path}`;
    default:
      value satisfies never;
      return null;
  }
}

function resolveNow(seconds: number, as: 'number' | 'string' | 'milliseconds'): PlanValue {
  if (as === 'milliseconds') return seconds * 1000;
  return as === 'string' ? String(seconds) : seconds;
}

function nest(depth: number): PlanValue {
  let value: PlanValue = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

function resolveHtu(edits: Extract<SymbolicValue, { $: 'htu' }>['edits'], context: ResolveContext): string {
  let htu = lawfulHtu(context.url);
  for (const edit of edits) {
    const edited = editHtu(htu, edit, context.url);
    if (edited === undefined) throw new Inapplicable(`the request URI ${htu} leaves nothing for the edit "${edit}"`);
    htu = edited;
  }
  return htu;
}

function resolveMethod(method: string, letterCase: 'lower' | 'mixed' | undefined): string {
  if (letterCase === undefined) return method;
  const lower = method.toLowerCase();
  return letterCase === 'lower' ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
}

function editMethod(method: string, edit: 'first-letter' | 'padded' | 'put' | undefined): string {
  switch (edit) {
    case undefined:
      return method;
    case 'first-letter':
      return method.charAt(0);
    case 'padded':
      return `${method} `;
    case 'put':
      if (method === 'PUT') throw new Inapplicable('the method of the request is PUT');
      return 'PUT';
    default:
      edit satisfies never;
      return method;
  }
}

async function thumbprintOwner(of: 'own' | 'other' | 'session', context: ResolveContext): Promise<ProofKey> {
  if (of === 'session') return context.surroundings.key;
  return of === 'other' ? context.surroundings.otherKey() : context.key;
}

async function resolveAth(value: Extract<SymbolicValue, { $: 'ath' }>, context: ResolveContext): Promise<string> {
  const token = await context.surroundings.token(value.of ?? 'own');
  if (token === undefined) throw new Inapplicable(`no access token of the kind "${value.of ?? 'own'}" can be had`);
  return writeAth(token, value.form);
}

function writeAth(token: string, form: Extract<SymbolicValue, { $: 'ath' }>['form']): string {
  const hash = createHash('sha256').update(token, 'ascii').digest();
  switch (form) {
    case undefined:
      return hash.toString('base64url');
    case 'hex':
      return hash.toString('hex');
    case 'sha512':
    case 'sha384':
    case 'sha1':
      return createHash(form).update(token, 'ascii').digest('base64url');
    case 'left-half':
      return hash.subarray(0, 16).toString('base64url');
    case 'padded':
      return `${hash.toString('base64url')}=`;
    case 'base64':
      return hash.toString('base64');
    case 'prefix':
      return hash.toString('base64url').slice(0, 20);
    case 'upper':
      return hash.toString('base64url').toUpperCase();
    case 'lower':
      return hash.toString('base64url').toLowerCase();
    case 'flip-last':
      return flipLast(hash).toString('base64url');
    case 'raw-token':
      return token;
    case 'empty':
      return '';
    default:
      form satisfies never;
      return '';
  }
}

/** The last character of the text changes, and not only in the bits that a decoder drops. */
function flipLast(hash: Buffer): Buffer {
  const flipped = Buffer.from(hash);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
  return flipped;
}

function earlierJti(name: string, context: ResolveContext): PlanValue {
  return context.surroundings.earlier.get(name)?.jti ?? null;
}

async function resolveJwk(value: Extract<SymbolicValue, { $: 'jwk' }>, context: ResolveContext): Promise<PlanValue> {
  const key = value.of === 'other' ? await context.surroundings.otherKey() : context.key;
  const jwk = { ...key.publicJwk } as Members;
  switch (value.edit) {
    case undefined:
      return jwk;
    case 'private':
      return privateJwk(key, context);
    case 'private-d':
    case 'private-primes':
      return { ...jwk, ...someRsaMembers(value.edit === 'private-d' ? ['d'] : ['p', 'q'], key, context) };
    case 'off-curve':
      return offCurve(jwk);
    case 'wrong-curve':
      if (jwk['kty'] !== 'EC') throw new Inapplicable('only an EC key has a curve to get wrong');
      return { ...jwk, crv: jwk['crv'] === 'P-256' ? 'P-384' : 'P-256' };
    case 'oct':
      return { kty: 'oct', k: octSecret.toString('base64url') };
    case 'extra-members':
      return { ...jwk, kid: 'proofmark', use: 'sig', alg: key.alg, key_ops: ['verify'], 'x-proofmark': true };
    case 'session-kid':
      return { ...jwk, kid: context.surroundings.key.jkt };
    case 'shuffled':
      return Object.fromEntries(Object.entries(jwk).toReversed());
    case 'empty':
      return {};
    case 'padded-coordinates':
      return paddedCoordinates(jwk);
    default:
      value.edit satisfies never;
      return jwk;
  }
}

function privateJwk(key: ProofKey, { surroundings }: ResolveContext): Members {
  if (!surroundings.disposableKey) throw new Inapplicable('the private key belongs to the user and is never sent');
  return { ...key.privateKey.export({ format: 'jwk' }) } as Members;
}

function someRsaMembers(names: readonly string[], key: ProofKey, context: ResolveContext): Members {
  if (key.publicJwk.kty !== 'RSA') throw new Inapplicable('only the private part of an RSA key can be shown in part');
  return Object.fromEntries(Object.entries(privateJwk(key, context)).filter(([name]) => names.includes(name)));
}

/** The secret of the `oct` jwk; public by design, since the proof shows it. */
export const octSecret = createHash('sha256').update('proofmark oct key').digest();

function offCurve(jwk: Members): PlanValue {
  if (typeof jwk['y'] !== 'string') throw new Inapplicable('only an EC key has a point that can leave its curve');
  const y = Buffer.from(jwk['y'], 'base64url');
  y.writeUInt8(y.readUInt8(y.length - 1) ^ 1, y.length - 1);
  return { ...jwk, y: y.toString('base64url') };
}

function paddedCoordinates(jwk: Members): PlanValue {
  if (typeof jwk['x'] !== 'string') throw new Inapplicable('only EC and OKP keys have coordinates');
  return { ...jwk, x: `${jwk['x']}=` };
}

export function publicPem(key: ProofKey): string {
  return createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }).toString();
}
