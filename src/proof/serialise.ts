import type { Op, OpOf } from '../plan/ops.ts';
import { type ProofDraft, type Surroundings } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import { editJson, editJsonText } from './edits/edit-json.ts';
import { publicPem, randomText } from './keys.ts';
import type { ProofKey } from './proof-key.ts';
import { writeJson } from './json-writer.ts';
import type { ResolveContext } from './values/resolve-context.ts';
import { resolveValue } from './values/resolve.ts';
import { groupOrder, macWith, negateS, signWith, toDer } from './sign.ts';
import { addOrder } from './special-keys.ts';
import { octSecret } from './values/thumbprint.ts';

/** Turns the draft into the text of the DPoP field: JSON, base64url, signature, compact serialisation. */
export async function serialise(draft: ProofDraft, ops: readonly Op[], context: ResolveContext): Promise<string> {
  const header = await partText('header', draft, ops, context);
  const payload = await partText('payload', draft, ops, context);
  const input = `${header.toString('base64url')}.${payload.toString('base64url')}`;
  const signature = await signatureOf(input, draft, ops, context.surroundings);
  return segments(header, payload, signature, ops);
}

async function partText(
  part: 'header' | 'payload',
  draft: ProofDraft,
  ops: readonly Op[],
  context: ResolveContext,
): Promise<Buffer> {
  const members = part === 'header' ? draft.header : draft.claims;
  let text = writeJson(members);
  for (const op of ops) {
    if (op.op === 'duplicate-member' && op.part === part) {
      const member = `${JSON.stringify(op.name)}:${writeJson(await resolveValue(op.value, context))}`;
      text = op.position === 'first' ? `{${member},${text.slice(1)}` : `${text.slice(0, -1)},${member}}`;
    }
    if (op.op === 'json-bytes' && op.part === part) text = editJsonText(text, op);
  }
  const edit = ops.find((op): op is OpOf<'json'> => op.op === 'json' && op.part === part)?.edit;
  return edit === undefined ? Buffer.from(text, 'utf8') : editJson(text, edit);
}

async function signatureOf(
  input: string,
  draft: ProofDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<Buffer> {
  const sign = ops.find((op): op is OpOf<'sign'> => op.op === 'sign');
  const raw = ops.some((op) => op.op === 'segments' && op.edit === 'standard-base64')
    ? await signatureOutsideBase64(input, draft.key, sign, surroundings)
    : await rawSignature(input, draft.key, sign, surroundings);
  const edit = ops.find((op): op is OpOf<'signature'> => op.op === 'signature')?.edit;
  return edit === undefined ? raw : editSignature(raw, edit, draft.key.alg);
}

/** Signs until the two base64 alphabets give different texts. ECDSA and PSS signatures differ each time. */
async function signatureOutsideBase64(...args: Parameters<typeof rawSignature>): Promise<Buffer> {
  for (let tries = 0; tries < 40; tries += 1) {
    const raw = await rawSignature(...args);
    if (/[-_]/.test(raw.toString('base64url'))) return raw;
  }
  throw new Inapplicable('this signature is spelt the same in both base64 alphabets');
}

async function rawSignature(
  input: string,
  key: ProofKey,
  sign: OpOf<'sign'> | undefined,
  surroundings: Surroundings,
): Promise<Buffer> {
  switch (sign?.by) {
    case undefined:
    case 'own':
      return key.forge !== undefined && sign?.alg === undefined
        ? key.forge(input)
        : trySign(sign?.alg ?? key.alg, key.privateKey, input);
    case 'other': {
      const other = await surroundings.otherKey(sign.alg ?? key.alg);
      return trySign(other.alg, other.privateKey, input);
    }
    case 'nobody':
      return Buffer.alloc(0);
    case 'hmac-jwk':
      return macWith(JSON.stringify(key.publicJwk), input);
    case 'hmac-pem':
      return macWith(publicPem(key), input);
    case 'hmac-oct':
      return macWith(octSecret, input);
    default:
      sign?.by satisfies undefined;
      return Buffer.alloc(0);
  }
}

function trySign(...args: Parameters<typeof signWith>): Buffer {
  try {
    return signWith(...args);
  } catch (cause) {
    throw new Inapplicable(`this key cannot sign with ${args[0]}`, { cause });
  }
}

function editSignature(raw: Buffer, edit: OpOf<'signature'>['edit'], alg: string): Buffer {
  if (raw.length === 0) throw new Inapplicable('an empty signature has nothing to edit');
  switch (edit) {
    case 'flip-first': {
      // The last character may consist of padding bits; the first never does.
      const flipped = Buffer.from(raw);
      flipped.writeUInt8(flipped.readUInt8(0) ^ 0x40, 0);
      return flipped;
    }
    case 'zero':
      return Buffer.alloc(raw.length);
    case 'ones':
      return Buffer.alloc(raw.length, 0xff);
    case 'empty':
      return Buffer.alloc(0);
    case 'one-byte':
      return raw.subarray(0, 1);
    case 'der':
      if (!alg.startsWith('ES')) throw new Inapplicable('only ECDSA signatures have a DER form');
      return toDer(raw);
    case 'truncate':
      return raw.subarray(0, raw.length - 1);
    case 'extend':
      return Buffer.concat([raw, Buffer.from([0])]);
    case 'negate-s':
      return otherSignature(alg, raw);
    case 'r-zero':
    case 's-zero':
    case 'r-order':
    case 's-order':
      return withHalf(raw, edit, alg);
    case 's-beyond-order':
      if (!alg.startsWith('Ed')) throw new Inapplicable('only an Ed25519 signature can be written with a larger s');
      return Buffer.concat([raw.subarray(0, 32), addOrder(raw.subarray(32), 1n)]);
    case 'spare-bits':
      return raw;
    default:
      edit satisfies never;
      return raw;
  }
}

/** ECDSA rules out zero and the order of the group for both halves (FIPS 186-5 §6.4.2). */
function withHalf(raw: Buffer, edit: 'r-zero' | 's-zero' | 'r-order' | 's-order', alg: string): Buffer {
  const order = groupOrder(alg);
  if (order === undefined) throw new Inapplicable(`the order of the group is known for ES256 and ES384, not ${alg}`);
  const value = edit.endsWith('zero') ? Buffer.alloc(order.length) : order;
  const [r, s] = [raw.subarray(0, order.length), raw.subarray(order.length)];
  return Buffer.concat(edit.startsWith('r') ? [value, s] : [r, value]);
}

function otherSignature(alg: string, raw: Buffer): Buffer {
  const negated = negateS(alg, raw);
  if (negated === undefined)
    throw new Inapplicable(`a second signature (n − s) is known for ES256 and ES384, not ${alg}`);
  return negated;
}

/** Writes the same proof as another text, for servers which remember the texts of proofs. */
export function respell(proof: string, edit: 'negate-s' | 'spare-bits'): string {
  const [header = '', payload = '', signature = ''] = proof.split('.');
  if (edit === 'spare-bits') return `${header}.${payload}.${setSpareBits(signature)}`;
  const negated = otherSignature(algOf(header), Buffer.from(signature, 'base64url'));
  return `${header}.${payload}.${negated.toString('base64url')}`;
}

function algOf(header: string): string {
  return /"alg":"(\w+)"/.exec(Buffer.from(header, 'base64url').toString('utf8'))?.[1] ?? 'an unknown algorithm';
}

function segments(header: Buffer, payload: Buffer, signature: Buffer, ops: readonly Op[]): string {
  const h = header.toString('base64url');
  const p = payload.toString('base64url');
  const spare = ops.some((op) => op.op === 'signature' && op.edit === 'spare-bits');
  const s = spare ? setSpareBits(signature.toString('base64url')) : signature.toString('base64url');
  const edit = ops.find((op): op is OpOf<'segments'> => op.op === 'segments')?.edit;
  switch (edit) {
    case undefined:
      return `${h}.${p}.${s}`;
    case 'drop-signature':
      return `${h}.${p}`;
    case 'drop-payload':
      return `${h}..${s}`;
    case 'extra-segment':
      return `${h}.${p}.${s}.${randomText(8)}`;
    case 'padded':
      // Only the third segment is padded. The signature covers the other two, and padding them would break it.
      return `${h}.${p}.${padded(signature)}`;
    case 'standard-base64':
      return `${h}.${p}.${signature.toString('base64').replace(/=+$/, '')}`;
    case 'inner-space':
      return `${h}. ${p}.${s}`;
    case 'json-flattened':
      return JSON.stringify({ payload: p, protected: h, signature: s });
    case 'json-general':
      return JSON.stringify({ payload: p, signatures: [{ protected: h, signature: s }] });
    case 'double-encoded':
      return Buffer.from(`${h}.${p}.${s}`).toString('base64url');
    default:
      return withOctets(edit, h, p, s);
  }
}

type OddOctets = Extract<OpOf<'segments'>['edit'], 'outer-space' | 'folded' | 'bom' | 'nul' | 'control'>;

/** Adds octets that no field value may have, or that this one may not have. */
function withOctets(edit: OddOctets, h: string, p: string, s: string): string {
  switch (edit) {
    case 'outer-space':
      return ` \t ${h}.${p}.${s} \t `;
    case 'folded':
      return `${h}.\r\n ${p}.${s}`;
    case 'bom':
      return `\u00ef\u00bb\u00bf${h}.${p}.${s}`;
    case 'nul':
      return `${h}.${p}.${s}\0`;
    case 'control':
      return `${h}.\u0001${p}.${s}`;
    default:
      edit satisfies never;
      return '';
  }
}

function padded(signature: Buffer): string {
  const padding = '='.repeat((3 - (signature.length % 3)) % 3);
  if (padding === '') throw new Inapplicable('a signature of this length takes no padding');
  return signature.toString('base64url') + padding;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function setSpareBits(text: string): string {
  if (text.length % 4 === 0) throw new Inapplicable('a signature of this length has no spare bits');
  return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) | 1);
}
