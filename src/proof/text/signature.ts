import type { Op, OpOf } from '../../plan/ops.ts';
import type { ProofDraft, Surroundings } from '../draft.ts';
import { Inapplicable } from '../inapplicable.ts';
import { publicPem } from '../keys.ts';
import type { ProofKey } from '../proof-key.ts';
import { groupOrder, macWith, negateS, signWith, toDer } from '../sign.ts';
import { addOrder } from '../special-keys.ts';
import { octSecret } from '../values/thumbprint.ts';

/** The signature over header and payload, made and edited as the ops ask for it. */
export async function signatureOf(
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
      return withLargerS(raw, alg);
    case 'spare-bits':
      return raw;
    default:
      edit satisfies never;
      return raw;
  }
}

function withLargerS(raw: Buffer, alg: string): Buffer {
  if (!alg.startsWith('Ed') || raw.length !== 64)
    throw new Inapplicable('only an Ed25519 signature can be written with a larger s');
  return Buffer.concat([raw.subarray(0, 32), addOrder(raw.subarray(32), 1n)]);
}

/** ECDSA rules out zero and the order of the group for both halves (FIPS 186-5 §6.4.2). */
function withHalf(raw: Buffer, edit: 'r-zero' | 's-zero' | 'r-order' | 's-order', alg: string): Buffer {
  const order = groupOrder(alg);
  if (order === undefined) throw new Inapplicable(`the order of the group is known for ES256 and ES384, not ${alg}`);
  const value = edit.endsWith('zero') ? Buffer.alloc(order.length) : order;
  const [r, s] = [raw.subarray(0, order.length), raw.subarray(order.length)];
  return Buffer.concat(edit.startsWith('r') ? [value, s] : [r, value]);
}

/** The second signature that verifies for the same text: ECDSA with n − s. */
export function otherSignature(alg: string, raw: Buffer): Buffer {
  const negated = negateS(alg, raw);
  if (negated === undefined)
    throw new Inapplicable(`a second signature (n − s) is known for ES256 and ES384, not ${alg}`);
  return negated;
}
