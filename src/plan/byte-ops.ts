import * as z from 'zod';

/** The place where an edit begins, in thousandths of the length, so that it fits any length. */
const at = z.int().min(0).max(1000);

/** Ops that edit finished text at any place. */
export const byteOps = [
  /**
   * Edits the finished proof. The signature stays as it is.
   *
   * - `truncate`: ends the text there; `drop`: leaves the character out; `insert`: puts `text` (or an "A") before it;
   *   `double`: repeats the text up to and with the character.
   * - `flip`: the next character of base64url becomes another one, so that the decoded octets differ.
   * - `swap-case`: the next letter changes its case.
   * - `splice`: continues from there with the text of another lawful proof, made with another key.
   */
  z.strictObject({
    op: z.literal('bytes'),
    of: z.enum(['proof', 'header', 'payload', 'signature']),
    edit: z.enum(['truncate', 'drop', 'insert', 'flip', 'double', 'swap-case', 'splice']),
    at,
    text: z.string().optional(),
  }),
  /**
   * Edits the JSON text of a part before it is signed. `escape`: the next letter or digit within a string is written
   * `\u0061`; `space`: `text` (or a blank) goes to the next place where JSON allows white space. The others are as in `bytes`.
   */
  z.strictObject({
    op: z.literal('json-bytes'),
    part: z.enum(['header', 'payload']),
    edit: z.enum(['truncate', 'drop', 'insert', 'double', 'escape', 'space']),
    at,
    text: z.string().optional(),
  }),
  /** Changes the order of the field lines. `shuffled`: every other line comes first, in the same order each time. */
  z.strictObject({
    op: z.literal('field-order'),
    edit: z.enum(['proof-first', 'proof-last', 'reversed', 'shuffled']),
  }),
] as const;
