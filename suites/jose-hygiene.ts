import type { Op } from '../src/plan/ops.ts';
import type { PlanValue } from '../src/plan/values.ts';
import {
  accepts,
  byAge,
  check,
  claim,
  header,
  htu,
  jwk,
  now,
  observes,
  proofPlaces,
  rejects,
} from '../src/suite/define.ts';
import { defineSuite, type Case, type Need, type Place } from '../src/suite/schema.ts';

type Part = 'header' | 'payload';
type Options = { readonly at?: Place[]; readonly needs?: Need[]; readonly with?: Op[] };

const rows = { header: 'RFC7515-4-02', payload: 'RFC7519-4-02' } as const;

/** The wrong value stands last, so a parser that keeps the last one sees it. */
function wrongLast(id: string, part: Part, name: string, value: PlanValue, options: Options = {}): Case {
  return rejects(
    `${id}-twice-wrong-last`,
    `rejects a proof with a second, wrong ${name} after the right one`,
    rows[part],
    [{ op: 'duplicate-member', part, name, value, position: 'last' }],
    options,
  );
}

function wrongFirst(id: string, part: Part, name: string, value: PlanValue, options: Options = {}): Case {
  return observes(
    `${id}-twice-wrong-first`,
    `may accept a proof with a wrong ${name} before the right one`,
    rows[part],
    [{ op: 'duplicate-member', part, name, value, position: 'first' }],
    options,
  );
}

const printedAth = 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo';

/** @see https://www.rfc-editor.org/rfc/rfc8725.html */
export const joseHygiene = defineSuite({
  id: 'jose-hygiene',
  title: 'The proof is read as JOSE says',
  section: 'RFC 7515, RFC 7519, RFC 7797, RFC 8725',
  cases: [
    rejects('crit-unknown', 'rejects a proof with a critical extension that nobody knows', 'RFC7515-4.1.11-01', [
      header.set('crit', ['x-proofmark']),
      header.set('x-proofmark', 1),
    ]),
    rejects('crit-unknown-absent', 'rejects a proof whose crit names a member that is not there', 'RFC7515-4.1.11-01', [
      header.set('crit', ['x-proofmark']),
    ]),
    observes('crit-string', 'may refuse a proof whose crit is a string', 'RFC7515-4.1.11-01', [
      header.set('crit', 'x-proofmark'),
      header.set('x-proofmark', 1),
    ]),
    observes('crit-empty', 'may refuse a proof with an empty crit', 'RFC7515-4.1.11-01', [header.set('crit', [])]),
    observes('crit-registered', 'may refuse a proof whose crit names alg', 'RFC7515-4.1.11-01', [
      header.set('crit', ['alg']),
    ]),
    rejects(
      'b64-false',
      'rejects a proof with b64 false',
      'RFC7797-7-01',
      [header.set('crit', ['b64']), header.set('b64', false)],
      { why: 'RFC 7797 §7 forbids unencoded payloads in JWTs.' },
    ),

    accepts('header-unknown', 'accepts a proof with a header member that nobody knows', 'RFC7519-4-01', [
      header.set('x-proofmark', 'harmless'),
    ]),
    accepts('header-kid', 'accepts a proof that has kid beside jwk', 'RFC7519-4-01', [
      header.set('kid', { $: 'thumbprint', of: 'own' }),
    ]),

    wrongLast('typ', 'header', 'typ', 'JWT'),
    wrongLast('alg', 'header', 'alg', 'none'),
    wrongLast('jwk', 'header', 'jwk', jwk(undefined, 'other')),
    wrongLast('htm', 'payload', 'htm', 'CONNECT'),
    wrongLast('htu', 'payload', 'htu', htu('other-path')),
    wrongLast('iat', 'payload', 'iat', 1, byAge),
    wrongLast('ath', 'payload', 'ath', printedAth, { at: ['resource'] }),
    wrongFirst('typ', 'header', 'typ', 'JWT'),
    wrongFirst('alg', 'header', 'alg', 'none'),
    wrongFirst('jwk', 'header', 'jwk', jwk(undefined, 'other')),
    wrongFirst('htm', 'payload', 'htm', 'CONNECT'),
    wrongFirst('htu', 'payload', 'htu', htu('other-path')),
    wrongFirst('iat', 'payload', 'iat', 1),
    wrongFirst('ath', 'payload', 'ath', printedAth, { at: ['resource'] }),
    observes('jti-twice', 'may refuse a proof with two jti', 'RFC7515-4-01', [
      { op: 'duplicate-member', part: 'payload', name: 'jti', value: { $: 'random', bytes: 16 }, position: 'last' },
    ]),

    rejects('payload-utf16', 'rejects a proof whose payload is UTF-16', 'RFC8725-3.7-01', [
      { op: 'json', part: 'payload', edit: 'utf16' },
    ]),
    rejects('header-utf16', 'rejects a proof whose header is UTF-16', 'RFC8725-3.7-01', [
      { op: 'json', part: 'header', edit: 'utf16' },
    ]),
    rejects('payload-invalid-utf8', 'rejects a proof whose payload is not valid UTF-8', 'RFC8725-3.7-01', [
      { op: 'json', part: 'payload', edit: 'invalid-utf8' },
    ]),
    rejects('header-invalid-utf8', 'rejects a proof whose header is not valid UTF-8', 'RFC8725-3.7-01', [
      { op: 'json', part: 'header', edit: 'invalid-utf8' },
    ]),
    observes(
      'payload-bom',
      'may refuse a proof whose payload begins with a byte order mark',
      'RFC8725-3.7-01',
      [{ op: 'json', part: 'payload', edit: 'bom' }],
      { why: 'RFC 8259 §8.1 lets a parser ignore it.' },
    ),
    observes(
      'header-bom',
      'may refuse a proof whose header begins with a byte order mark',
      'RFC8725-3.7-01',
      [{ op: 'json', part: 'header', edit: 'bom' }],
      { why: 'RFC 8259 §8.1 lets a parser ignore it.' },
    ),
    accepts('claim-beyond-ascii', 'accepts a proof with a claim beyond ASCII', 'RFC7519-4-01', [
      claim.set('proofmark', 'Prüfzeichen 検証 \u{1F511}'),
    ]),

    rejects('exp-past', 'rejects a proof past its own exp', 'RFC7519-4.1.4-01', [claim.set('exp', now(-600))], {
      needs: ['clock-in-step'],
    }),
    rejects('nbf-ahead', 'rejects a proof before its own nbf', 'RFC7519-4.1.5-01', [claim.set('nbf', now(3600))], {
      needs: ['clock-in-step'],
    }),
    accepts('exp-ahead', 'accepts a proof before its own exp', 'RFC7519-4.1.4-02', [claim.set('exp', now(300))], {
      needs: ['clock-in-step'],
    }),
    accepts('nbf-past', 'accepts a proof after its own nbf', 'RFC7519-4.1.4-02', [claim.set('nbf', now(-5))], {
      needs: ['clock-in-step'],
    }),
    observes('exp-string', 'may refuse a proof whose exp is no number', 'RFC7519-4.1.4-02', [claim.set('exp', 'soon')]),

    observes(
      'jku-beside-jwk',
      'follows no jku beside jwk',
      'RFC8725-3.10-01',
      [header.set('jku', { $: 'canary', path: '/jwks.json' })],
      {
        at: proofPlaces,
        checks: [check('RFC8725-3.10-01', { check: 'nothing-fetched' })],
        why: 'Whoever follows the URL lets any client choose where it sends requests.',
      },
    ),
    observes(
      'x5u-beside-jwk',
      'follows no x5u beside jwk',
      'RFC8725-3.10-01',
      [header.set('x5u', { $: 'canary', path: '/certificate.pem' })],
      {
        at: proofPlaces,
        checks: [check('RFC8725-3.10-01', { check: 'nothing-fetched' })],
        why: 'Whoever follows the URL lets any client choose where it sends requests.',
      },
    ),
  ],
});
