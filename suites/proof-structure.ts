import { accepts, check, lines, observes, rejects } from '../src/suite/define.ts';
import { defineSuite } from '../src/suite/schema.ts';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 checks 1 and 2 */
export const proofStructure = defineSuite({
  id: 'proof-structure',
  title: 'One DPoP field with one well-formed JWT',
  section: 'RFC 9449 §4.3 checks 1 and 2',
  cases: [
    accepts('field-name-upper', 'accepts a proof in a field named DPOP', 'RFC9449-4.1-01', [
      { op: 'dpop-field', name: 'DPOP' },
    ]),
    accepts('field-name-lower', 'accepts a proof in a field named dpop', 'RFC9449-4.1-01', [
      { op: 'dpop-field', name: 'dpop' },
    ]),
    accepts('field-name-mixed', 'accepts a proof in a field named dPoP', 'RFC9449-4.1-01', [
      { op: 'dpop-field', name: 'dPoP' },
    ]),

    rejects('two-fields-distinct', 'rejects two DPoP fields with different proofs', 'RFC9449-4.3-01a', [
      lines('twice-distinct'),
    ]),
    rejects('two-fields-same', 'rejects two DPoP fields with the same proof', 'RFC9449-4.3-01b', [lines('twice-same')]),
    rejects('two-fields-valid-first', 'rejects two DPoP fields of which only the first is a proof', 'RFC9449-4.3-01a', [
      lines('valid-then-garbage'),
    ]),
    rejects('two-fields-valid-last', 'rejects two DPoP fields of which only the last is a proof', 'RFC9449-4.3-01a', [
      lines('garbage-then-valid'),
    ]),
    rejects('comma-distinct', 'rejects two proofs joined by a comma in one DPoP field', 'RFC9449-4.3-01c', [
      lines('comma-distinct'),
    ]),
    rejects('comma-same', 'rejects one proof given twice, joined by a comma', 'RFC9449-4.3-01c', [lines('comma-same')]),
    rejects('comma-trailing', 'rejects a proof followed by a comma', 'RFC9449-4.3-02b', [lines('trailing-comma')], {
      atMost: 'warn',
    }),

    rejects(
      'field-empty',
      'rejects a request whose DPoP field is empty',
      ['RFC9449-7.1-02', 'RFC9449-4.3-02e'],
      [lines('empty')],
      { at: ['resource'], fault: 'proof-missing', why: 'An empty field is a missing proof, not one that passed.' },
    ),
    observes(
      'field-empty-binds-nothing',
      'issues no bound access token in answer to an empty DPoP field',
      'RFC9449-4.3-02e',
      [lines('empty')],
      {
        at: ['token'],
        why: 'The server may treat an empty field as no proof at all and issue a Bearer token.',
        checks: [check('RFC9449-4.3-02e', { check: 'cnf-jkt', is: 'absent' })],
      },
    ),

    rejects('text', 'rejects text that is no JWT', 'RFC9449-4.3-02b', [{ op: 'proof-text', text: 'not-a-jwt' }]),
    rejects('text-two-dots', 'rejects a DPoP field of two dots', 'RFC9449-4.3-02b', [{ op: 'proof-text', text: '..' }]),
    rejects('text-three-letters', 'rejects three segments that are no JSON', 'RFC9449-4.3-02b', [
      { op: 'proof-text', text: 'a.b.c' },
    ]),
    rejects('text-no-base64', 'rejects three segments that are no base64url', 'RFC9449-4.3-02b', [
      { op: 'proof-text', text: '!!!.???.***' },
    ]),
    rejects('text-null', 'rejects the text null', 'RFC9449-4.3-02b', [{ op: 'proof-text', text: 'null' }]),
    rejects('text-json-object', 'rejects an empty JSON object', 'RFC9449-4.3-02b', [{ op: 'proof-text', text: '{}' }]),
    rejects('proof-encoded-twice', 'rejects a proof that is base64url-encoded once more', 'RFC9449-4.3-02b', [
      { op: 'segments', edit: 'double-encoded' },
    ]),

    rejects('segments-two', 'rejects a proof without its third segment', 'RFC9449-4.3-02a', [
      { op: 'segments', edit: 'drop-signature' },
    ]),
    rejects('segments-no-payload', 'rejects a proof with an empty payload segment', 'RFC9449-4.3-02a', [
      { op: 'segments', edit: 'drop-payload' },
    ]),
    rejects('segments-four', 'rejects a proof with a fourth segment', 'RFC9449-4.3-02a', [
      { op: 'segments', edit: 'extra-segment' },
    ]),
    rejects('json-flattened', 'rejects a proof in flattened JSON serialisation', 'RFC9449-4.3-02c', [
      { op: 'segments', edit: 'json-flattened' },
    ]),
    rejects('json-general', 'rejects a proof in general JSON serialisation', 'RFC9449-4.3-02c', [
      { op: 'segments', edit: 'json-general' },
    ]),
    rejects('segments-padded', 'rejects segments padded with =', 'RFC9449-4.3-02d', [
      { op: 'segments', edit: 'padded' },
    ]),
    rejects('segments-base64', 'rejects segments in the standard base64 alphabet', 'RFC9449-4.3-02d', [
      { op: 'segments', edit: 'standard-base64' },
    ]),
    rejects('segments-space', 'rejects a proof with a space between two segments', 'RFC9449-4.3-02d', [
      { op: 'segments', edit: 'inner-space' },
    ]),

    rejects('payload-array', 'rejects a proof whose payload is a JSON array', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'payload', edit: 'array' },
    ]),
    rejects('payload-string', 'rejects a proof whose payload is a JSON string', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'payload', edit: 'string' },
    ]),
    rejects('payload-null', 'rejects a proof whose payload is null', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'payload', edit: 'null' },
    ]),
    rejects('payload-empty', 'rejects a proof that signs an empty payload', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'payload', edit: 'empty' },
    ]),
    rejects('payload-truncated', 'rejects a proof whose payload lacks its last brace', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'payload', edit: 'truncated' },
    ]),
    rejects(
      'payload-trailing-text',
      'rejects a proof with text after the JSON of its payload',
      'RFC9449-4.3-02b',
      [{ op: 'json', part: 'payload', edit: 'trailing-garbage' }],
      { atMost: 'warn', why: 'Everything the checks look at is right, so this is leniency, not a way in.' },
    ),
    rejects('header-array', 'rejects a proof whose header is a JSON array', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'header', edit: 'array' },
    ]),
    rejects('header-string', 'rejects a proof whose header is a JSON string', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'header', edit: 'string' },
    ]),
    rejects('header-null', 'rejects a proof whose header is null', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'header', edit: 'null' },
    ]),
    rejects('header-empty', 'rejects a proof with an empty header', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'header', edit: 'empty' },
    ]),
    rejects('header-truncated', 'rejects a proof whose header lacks its last brace', 'RFC9449-4.3-02b', [
      { op: 'json', part: 'header', edit: 'truncated' },
    ]),
    rejects(
      'header-trailing-text',
      'rejects a proof with text after the JSON of its header',
      'RFC9449-4.3-02b',
      [{ op: 'json', part: 'header', edit: 'trailing-garbage' }],
      { atMost: 'warn' },
    ),
    accepts('payload-white-space', 'accepts white space around the JSON of the payload', 'RFC7519-7.1-01', [
      { op: 'json', part: 'payload', edit: 'padded' },
    ]),
    accepts('header-white-space', 'accepts white space around the JSON of the header', 'RFC7519-7.1-01', [
      { op: 'json', part: 'header', edit: 'padded' },
    ]),
  ],
});
