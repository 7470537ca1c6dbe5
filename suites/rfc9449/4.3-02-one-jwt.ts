import { accepts, rejects } from '../../src/suite/cases.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 2: the value of the field is one well-formed JWT.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const oneJwtCases: readonly Case[] = [
  rejects({
    id: 'text',
    title: 'rejects text that is no JWT',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'proof-text', text: 'not-a-jwt' }],
  }),
  rejects({
    id: 'text-two-dots',
    title: 'rejects a DPoP field of two dots',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'proof-text', text: '..' }],
  }),
  rejects({
    id: 'text-three-letters',
    title: 'rejects three segments that are no JSON',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'proof-text', text: 'a.b.c' }],
  }),
  rejects({
    id: 'text-no-base64',
    title: 'rejects three segments that are no base64url',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'proof-text', text: '!!!.???.***' }],
  }),
  rejects({
    id: 'text-null',
    title: 'rejects the text null',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'proof-text', text: 'null' }],
  }),
  rejects({
    id: 'text-json-object',
    title: 'rejects an empty JSON object',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'proof-text', text: '{}' }],
  }),
  rejects({
    id: 'proof-encoded-twice',
    title: 'rejects a proof that is base64url-encoded once more',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'segments', edit: 'double-encoded' }],
  }),
  rejects({
    id: 'segments-two',
    title: 'rejects a proof without its third segment',
    requirements: ['RFC9449-4.3-02a'],
    delta: [{ op: 'segments', edit: 'drop-signature' }],
  }),
  rejects({
    id: 'segments-no-payload',
    title: 'rejects a proof with an empty payload segment',
    requirements: ['RFC9449-4.3-02a'],
    delta: [{ op: 'segments', edit: 'drop-payload' }],
  }),
  rejects({
    id: 'segments-four',
    title: 'rejects a proof with a fourth segment',
    requirements: ['RFC9449-4.3-02a'],
    delta: [{ op: 'segments', edit: 'extra-segment' }],
  }),
  rejects({
    id: 'segments-trailing-dot',
    title: 'rejects a proof with an empty fourth segment',
    requirements: ['RFC9449-4.3-02a'],
    delta: [{ op: 'bytes', of: 'proof', edit: 'insert', at: 1000, text: '.' }],
  }),
  rejects({
    id: 'json-flattened',
    title: 'rejects a proof in flattened JSON serialisation',
    requirements: ['RFC9449-4.3-02c'],
    delta: [{ op: 'segments', edit: 'json-flattened' }],
  }),
  rejects({
    id: 'json-general',
    title: 'rejects a proof in general JSON serialisation',
    requirements: ['RFC9449-4.3-02c'],
    delta: [{ op: 'segments', edit: 'json-general' }],
  }),
  rejects({
    id: 'segments-padded',
    title: 'rejects segments padded with =',
    requirements: ['RFC9449-4.3-02d'],
    delta: [{ op: 'segments', edit: 'padded' }],
  }),
  rejects({
    id: 'segments-base64',
    title: 'rejects segments in the standard base64 alphabet',
    requirements: ['RFC9449-4.3-02d'],
    delta: [{ op: 'segments', edit: 'standard-base64' }],
  }),
  rejects({
    id: 'segments-space',
    title: 'rejects a proof with a space between two segments',
    requirements: ['RFC9449-4.3-02d'],
    delta: [{ op: 'segments', edit: 'inner-space' }],
  }),
  rejects({
    id: 'payload-array',
    title: 'rejects a proof whose payload is a JSON array',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'payload', edit: 'array' }],
  }),
  rejects({
    id: 'payload-string',
    title: 'rejects a proof whose payload is a JSON string',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'payload', edit: 'string' }],
  }),
  rejects({
    id: 'payload-null',
    title: 'rejects a proof whose payload is null',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'payload', edit: 'null' }],
  }),
  rejects({
    id: 'payload-empty',
    title: 'rejects a proof that signs an empty payload',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'payload', edit: 'empty' }],
  }),
  rejects({
    id: 'payload-truncated',
    title: 'rejects a proof whose payload lacks its last brace',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'payload', edit: 'truncated' }],
  }),
  rejects({
    id: 'payload-trailing-text',
    title: 'rejects a proof with text after the JSON of its payload',
    requirements: ['RFC9449-4.3-02b'],
    why: 'Everything the checks look at is right, so this is leniency, not a way in.',
    atMost: 'warn',
    delta: [{ op: 'json', part: 'payload', edit: 'trailing-garbage' }],
  }),
  rejects({
    id: 'header-array',
    title: 'rejects a proof whose header is a JSON array',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'header', edit: 'array' }],
  }),
  rejects({
    id: 'header-string',
    title: 'rejects a proof whose header is a JSON string',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'header', edit: 'string' }],
  }),
  rejects({
    id: 'header-null',
    title: 'rejects a proof whose header is null',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'header', edit: 'null' }],
  }),
  rejects({
    id: 'header-empty',
    title: 'rejects a proof with an empty header',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'header', edit: 'empty' }],
  }),
  rejects({
    id: 'header-truncated',
    title: 'rejects a proof whose header lacks its last brace',
    requirements: ['RFC9449-4.3-02b'],
    delta: [{ op: 'json', part: 'header', edit: 'truncated' }],
  }),
  rejects({
    id: 'header-trailing-text',
    title: 'rejects a proof with text after the JSON of its header',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [{ op: 'json', part: 'header', edit: 'trailing-garbage' }],
  }),
  accepts({
    id: 'payload-white-space',
    title: 'accepts white space around the JSON of the payload',
    requirements: ['RFC7519-7.1-01'],
    delta: [{ op: 'json', part: 'payload', edit: 'padded' }],
  }),
  accepts({
    id: 'header-white-space',
    title: 'accepts white space around the JSON of the header',
    requirements: ['RFC7519-7.1-01'],
    delta: [{ op: 'json', part: 'header', edit: 'padded' }],
  }),
];
