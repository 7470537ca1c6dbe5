import { words } from './describe-value.ts';
import type { ByteOp } from './ops.ts';

/** What happens to text that is written down already. */
export function describeByteOp(op: ByteOp): string {
  switch (op.op) {
    case 'bytes':
      return `${wholes[op.of]}: ${words(op.edit)}${told(op)}`;
    case 'json-bytes':
      return `JSON text of the ${op.part}: ${words(op.edit)}${told(op)}`;
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

function told({ at, text }: { readonly at: number; readonly text?: string | undefined }): string {
  return `${text === undefined ? '' : ` ${JSON.stringify(text)}`} at ${at / 10} %`;
}
