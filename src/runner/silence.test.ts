import { describe, expect, test } from 'vitest';
import { invitesHangUp } from './silence.ts';

describe('a server may hang up without a word', () => {
  const url = 'http://api.example:8080/data';

  test.each([
    ['on a request for another host', [['Host', 'other.example']]],
    [
      'where one of two Host fields is for another',
      [
        ['Host', 'api.example:8080'],
        ['host', 'other.example'],
      ],
    ],
    ['on control characters', [['DPoP', 'a\u0000b']]],
    ['on very many characters', [['DPoP', 'x'.repeat(9000)]]],
  ] as const)('%s', (_, fields) => {
    expect(invitesHangUp({ method: 'GET', url, fields })).toBe(true);
  });

  test.each([
    ['its own host', [['Host', 'api.example:8080']]],
    ['a proof that is none', [['DPoP', '..']]],
    ['a TAB, which HTTP lets stand in a value', [['DPoP', 'a\tb']]],
    ['octets that HTTP calls opaque', [['DPoP', '\u00e9']]],
    [
      'two proofs',
      [
        ['DPoP', 'a'],
        ['DPoP', 'b'],
      ],
    ],
  ] as const)('but not on %s', (_, fields) => {
    expect(invitesHangUp({ method: 'GET', url, fields })).toBe(false);
  });
});
