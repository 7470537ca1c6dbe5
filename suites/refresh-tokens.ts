import { accepts, check, lines, rejects, sequence, signature } from '../src/suite/define.ts';
import type { Op } from '../src/plan/ops.ts';
import { defineSuite, type Case, type Place } from '../src/suite/schema.ts';

const at: Place[] = ['token'];
const ownKey = check('RFC9449-5-14', { check: 'cnf-jkt', is: 'proof-key' });
const rotated: Op = { op: 'refresh-token', use: 'rotated' };
const ofPublicClient: Pick<Case, 'at' | 'needs' | 'session' | 'fault'> = {
  at,
  needs: ['public-client', 'refresh-token'],
  session: { client: 'public', grant: 'refresh_token' },
  fault: 'grant',
};

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5 */
export const refreshTokens = defineSuite({
  id: 'refresh-tokens',
  title: 'Refresh tokens of public clients are bound to the key of the proof',
  section: 'RFC 9449 §5',
  cases: [
    accepts('refresh-same-key', 'accepts the refresh token of a public client with its key', 'RFC9449-5-08', [], {
      at,
      needs: ['public-client', 'refresh-token'],
      session: { client: 'public', grant: 'refresh_token' },
      fault: 'grant',
      checks: [ownKey],
    }),
    rejects(
      'refresh-other-key',
      'rejects the refresh token of a public client with another key',
      ['RFC9449-5-06', 'RFC9449-5-11', 'RFC9700-2.2.2-01'],
      [{ op: 'key', use: 'other' }],
      {
        at,
        needs: ['public-client', 'refresh-token'],
        session: { client: 'public', grant: 'refresh_token' },
        fault: 'grant',
      },
    ),
    rejects(
      'refresh-without-proof',
      'rejects the refresh token of a public client without a proof',
      'RFC9449-5-07',
      [lines('absent')],
      {
        at,
        needs: ['public-client', 'refresh-token'],
        session: { client: 'public', grant: 'refresh_token' },
        fault: 'grant',
      },
    ),
    rejects(
      'refresh-bad-signature',
      'rejects the refresh token of a public client with a wrong signature',
      ['RFC9449-5-06', 'RFC9449-4.3-06a'],
      [signature('flip-first')],
      {
        at,
        needs: ['public-client', 'refresh-token'],
        session: { client: 'public', grant: 'refresh_token' },
      },
    ),
    accepts(
      'refresh-confidential-other-key',
      'accepts the refresh token of a confidential client with another key',
      'RFC9449-5-13',
      [{ op: 'key', use: 'other' }],
      {
        at,
        needs: ['confidential-client', 'refresh-token'],
        session: { client: 'confidential', grant: 'refresh_token' },
        checks: [ownKey],
        why: 'Client authentication binds the refresh token already, so the client may change its key.',
      },
    ),

    accepts(
      'refresh-rotated-same-key',
      'accepts the refresh token that a refresh gave with the same key',
      ['RFC9449-5-08', 'RFC9449-5-14'],
      [rotated],
      { ...ofPublicClient, checks: [ownKey] },
    ),
    rejects(
      'refresh-rotated-other-key',
      'rejects the refresh token that a refresh gave with another key',
      'RFC9449-5-06',
      [{ op: 'key', use: 'other' }],
      { ...ofPublicClient, with: [rotated] },
    ),
    rejects(
      'refresh-rotated-without-proof',
      'rejects the refresh token that a refresh gave without a proof',
      'RFC9449-5-07',
      [lines('absent')],
      { ...ofPublicClient, with: [rotated] },
    ),
    sequence(
      'refresh-after-bad-proof',
      'may still take a refresh token that came with a bad proof before',
      'PM-GRANT-AFTER-REFUSAL',
      [
        { name: 'refused', delta: [signature('flip-first')], expect: 'observe' },
        { delta: [{ op: 'grant-of', exchange: 'refused' }], expect: 'observe' },
      ],
      ofPublicClient,
    ),
    sequence(
      'refresh-after-other-key',
      'may still take a refresh token that somebody has tried with another key',
      'PM-GRANT-AFTER-REFUSAL',
      [
        { name: 'refused', delta: [{ op: 'key', use: 'other' }], expect: 'observe' },
        { delta: [{ op: 'grant-of', exchange: 'refused' }], expect: 'observe' },
      ],
      { ...ofPublicClient, why: 'A thief without the key could end the session of the client.' },
    ),
  ],
});
