import { words } from './describe-value.ts';
import type { ByteOp } from './ops.ts';

/** An op on finished text, in words. */
export function describeByteOp(op: ByteOp): string {
  switch (op.op) {
    case 'bytes':
      return `${wholes[op.of]}: ${words(op.edit)}${atPlace(op)}`;
    case 'json-bytes':
      return `JSON text of the ${op.part}: ${words(op.edit)}${atPlace(op)}`;
    case 'field-order':
      return `order of the fields: ${words(op.edit)}`;
    default:
      op satisfies never;
      return '';
  }
}

const wholes = {
  proof: 'text of the proof',
  header: 'first segment',
  payload: 'second segment',
  signature: 'third segment',
} as const;

/** The text and the place of an edit. */
function atPlace({ at, text }: { readonly at: number; readonly text?: string | undefined }): string {
  return `${text === undefined ? '' : ` ${JSON.stringify(text)}`} at ${at / 10} %`;
}
