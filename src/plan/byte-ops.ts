import * as z from 'zod';

/** Where an edit begins: so many thousandths of the length, so that any length has such a place. */
const at = z.int().min(0).max(1000);

/** Ops on text that is written down already, at any place of it. */
export const byteOps = [
  /**
   * On the finished proof, whose signature stays what it is.
   *
   * - `truncate`: ends it there; `drop`: leaves the character out; `insert`: puts `text` (or an "A") before it;
   *   `double`: says twice what stands up to there and the character.
   * - `flip`: the next character of base64url becomes another one, so that the octets that it stands for differ.
   * - `swap-case`: the next letter changes its case.
   * - `splice`: goes on from there as another lawful proof does, made with another key.
   */
  z.strictObject({
    op: z.literal('bytes'),
    of: z.enum(['proof', 'header', 'payload', 'signature']),
    edit: z.enum(['truncate', 'drop', 'insert', 'flip', 'double', 'swap-case', 'splice']),
    at,
    text: z.string().optional(),
  }),
  /**
   * On the JSON text of a part, before it is signed. `escape`: the next letter or digit within a string is written
   * `\u0061`; `space`: `text` (or a blank) goes to the next place where JSON allows white space. The rest as in `bytes`.
   */
  z.strictObject({
    op: z.literal('json-bytes'),
    part: z.enum(['header', 'payload']),
    edit: z.enum(['truncate', 'drop', 'insert', 'double', 'escape', 'space']),
    at,
    text: z.string().optional(),
  }),
  /** The order of the field lines. `shuffled`: every other line first, the same each time. */
  z.strictObject({
    op: z.literal('field-order'),
    edit: z.enum(['proof-first', 'proof-last', 'reversed', 'shuffled']),
  }),
] as const;
