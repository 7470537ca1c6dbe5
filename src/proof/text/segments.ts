import type { Op, OpOf } from '../../plan/ops.ts';
import { Inapplicable } from '../inapplicable.ts';
import { randomText } from '../keys.ts';

/** Header, payload and signature as one text: the compact serialisation (RFC 7515 §7.1), or what an op makes of it. */
export function segments(header: Buffer, payload: Buffer, signature: Buffer, ops: readonly Op[]): string {
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

/** Sets a bit of the last character which no decoder reads. */
export function setSpareBits(text: string): string {
  if (text.length % 4 === 0) throw new Inapplicable('a signature of this length has no spare bits');
  return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) | 1);
}
