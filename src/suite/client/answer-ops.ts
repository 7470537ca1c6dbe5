import * as z from 'zod';

const fieldName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header field name');
const fieldValue = z.string().regex(/^[\t -~\u0080-\u00ff]*$/, 'no control characters');

/** What a member of a body can be set to. */
const JsonMember = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** A nonce that is given out: a new one, the newest once more, a literal, or one of a size. */
export const NonceValue = z.union([
  z.enum(['fresh', 'same']),
  z.strictObject({ literal: fieldValue }),
  z.strictObject({ length: z.int().min(1).max(16_384) }),
]);
export type NonceValue = z.output<typeof NonceValue>;

/** Where a redirect leads: to another path of the same server, or to the server of somebody else. */
const RedirectTarget = z.enum(['same-origin', 'other-origin']);

/** What differs from the lawful answer. They are applied in their order. */
export const AnswerOp = z.discriminatedUnion('op', [
  z
    .strictObject({
      op: z.literal('demand-nonce'),
      nonce: NonceValue.default('fresh'),
      field: z.boolean().default(true),
      description: z.boolean().default(true),
    })
    .describe(
      'The demand of RFC 9449 §8 or §9 in place of the lawful answer: use_dpop_nonce, with a nonce unless field is false.',
    ),
  z
    .strictObject({
      op: z.literal('nonce'),
      value: NonceValue,
      name: fieldName.default('DPoP-Nonce'),
      lines: z.int().min(1).max(3).default(1),
    })
    .describe('Gives out a nonce beside whatever the answer says; in several lines, each with a nonce of its own.'),
  z.strictObject({ op: z.literal('status'), value: z.int().min(200).max(599) }),
  z.strictObject({ op: z.literal('field-set'), name: fieldName, value: fieldValue }),
  z.strictObject({ op: z.literal('field-add'), name: fieldName, value: fieldValue }),
  z.strictObject({ op: z.literal('field-remove'), name: fieldName }),
  z.strictObject({ op: z.literal('field-name'), name: fieldName, to: fieldName }).describe('Spells a field otherwise.'),
  z
    .strictObject({ op: z.literal('challenge'), lines: z.array(fieldValue).min(1).max(4) })
    .describe('The WWW-Authenticate lines in place of those of the answer.'),
  z
    .strictObject({ op: z.literal('member-set'), name: z.string(), value: JsonMember })
    .describe('A member of a JSON body.'),
  z.strictObject({ op: z.literal('member-remove'), name: z.string() }),
  z.strictObject({ op: z.literal('body'), text: z.string() }),
  z
    .strictObject({ op: z.literal('error'), status: z.int().min(400).max(599), error: z.string() })
    .describe('An OAuth error in place of the lawful answer: in the body, and at a resource in the challenge.'),
  z
    .strictObject({ op: z.literal('callback'), name: z.string(), value: z.string() })
    .describe('A parameter of the authorization response.'),
  z
    .strictObject({ op: z.literal('token'), cnf: z.enum(['none', 'other-key']) })
    .describe('The access token is a JWT that is bound to no key, or to another one.'),
  z.strictObject({
    op: z.literal('redirect'),
    status: z.union([z.literal(302), z.literal(307), z.literal(308)]),
    to: RedirectTarget,
  }),
  z.strictObject({ op: z.literal('delay'), ms: z.int().min(1).max(2000) }),
  z
    .strictObject({ op: z.literal('cut'), after: z.int().min(0).max(65_536) })
    .describe('The connection is closed after so many octets of the answer.'),
  z
    .strictObject({ op: z.literal('clock'), seconds: z.int() })
    .describe('The field Date is that of a clock which is off by so much.'),
]);
export type AnswerOp = z.output<typeof AnswerOp>;
