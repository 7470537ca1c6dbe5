import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../errors.ts';
import { loadCatalogue } from '../../suite/catalogue.ts';
import { check, claim, jti, lawful } from '../../suite/define.ts';
import { sequence, watch } from '../../suite/cases.ts';
import { defineSuite } from '../../suite/schema.ts';
import { suites as builtIn } from '../../../suites/index.ts';
import { runCli } from '../cli.fixture.ts';
import { explain, explainCommand } from './explain.ts';

const catalogue = loadCatalogue();
const suites = [
  defineSuite({
    id: 'replay',
    title: 'A proof is good once',
    section: 'RFC 9449 §11.1',
    cases: [
      sequence({
        id: 'jti-again',
        title: 'rejects a jti that it has seen',
        requirements: ['RFC9449-8-07', 'RFC9449-9-03'],
        why: 'Whoever reads the request on its way could send it again.',
        at: ['token', 'resource'],
        needs: ['nonce-required'],
        session: { alg: 'ES256', client: 'public' },
        fault: 'proof',
        atMost: 'warn',
        lane: 'slow',
        destructive: true,
        exchanges: [
          lawful('first'),
          {
            delta: [claim.set('jti', jti('first'))],
            with: [claim.set('x', 1)],
            expect: 'refuse',
            after: 3,
            checks: [check('RFC9449-9-03', { check: 'status', in: [400, 401] })],
          },
        ],
      }),
    ],
    watches: [
      watch({
        id: 'one-nonce',
        title: 'sends one nonce at most',
        requirements: ['RFC9449-8-06'],
        at: ['token'],
        over: 'nonce-sent',
        that: { check: 'field-at-most-once', name: 'DPoP-Nonce' },
      }),
    ],
  }),
];

const page = (id: string) => explain(id, suites, catalogue, { paint: (_, text) => text, width: 80 }).join('\n');
const failure = (id: string) => {
  try {
    return page(id);
  } catch (error) {
    return error instanceof HarnessError ? `${error.code}: ${error.message}` : error;
  }
};

describe('explain', () => {
  test('a case is explained with its requirements, exchanges and conditions', () => {
    expect(page('jti-again')).toMatchInlineSnapshot(`
      "jti-again  rejects a jti that it has seen
      replay: A proof is good once (RFC 9449 §11.1)

      Why
        Whoever reads the request on its way could send it again.

      Requirements
        RFC9449-8-07  as  MUST; a breach is graded fail  RFC9449 8
          Proofs whose nonce is not one recently given out are refused.
          https://www.rfc-editor.org/rfc/rfc9449#section-8
        RFC9449-9-03  rs  MUST; a breach is graded fail  RFC9449 9 with 8
          RS refuses a nonce it did not recently issue.
          https://www.rfc-editor.org/rfc/rfc9449#section-9
          https://www.rfc-editor.org/rfc/rfc9449#section-8

      Tried at
        token, resource

      Needs
        nonce required

      Session
        proofs signed with ES256
        public client

      Sends
        1. "first": the lawful request
           expected: the lawful answer of the place
        2. after 3 s: the lawful request, but
           - claim x is 1 (the control too)
           - claim jti is the jti of "first"
           expected: a clean refusal, for what is wrong with the proof
             status is 400 or 401  [RFC9449-9-03]

      Runs
        waits in real time: only with --slow
        may spoil what it uses: runs alone, after all others

      Grading
        a breach counts at most as a warning, whatever the requirement's own severity"
    `);
  });

  test('of an instance, only its place', () => {
    expect(page('jti-again@resource~second')).toMatch('Tried at\n  resource\n');
    expect(page('jti-again@resource')).not.toMatch('RFC9449-8-07');
  });

  test('a watch is explained with what it looks at', () => {
    expect(page('one-nonce')).toMatchInlineSnapshot(`
      "one-nonce  sends one nonce at most
      replay: A proof is good once (RFC 9449 §11.1)

      Requirements
        RFC9449-8-06  as  MUST NOT; a breach is graded fail  RFC9449 8
          There is at most one DPoP-Nonce header per response.
          https://www.rfc-editor.org/rfc/rfc9449#section-8

      Tried at
        token

      Looks at
        the answers of the whole run (nonce sent), judged once at its end

      Expects
        there is at most one field DPoP-Nonce"
    `);
  });

  test('a requirement is explained with its cases, in each role that it binds', () => {
    expect(page('rfc9449-9-03')).toMatchInlineSnapshot(`
      "RFC9449-9-03  rs  MUST; a breach is graded fail  RFC9449 9 with 8
        RS refuses a nonce it did not recently issue.
        https://www.rfc-editor.org/rfc/rfc9449#section-9
        https://www.rfc-editor.org/rfc/rfc9449#section-8
      Tested by
        Bogus nonce, nonce with one char changed, cut or added, another JSON type, one
        past its claimed lifetime, at each resource; expect 401 use_dpop_nonce; 2xx =
        violation. The nonce of the authorization server is RFC9449-9-06
      Only if
        RS requires nonces
      Provenance
        held against the text of its section
      Cases
        jti-again  rejects a jti that it has seen"
    `);
    expect(page('RFC9449-4.3-03a').match(/^RFC9449-4\.3-03a {2}(as|rs)/gm)).toEqual([
      'RFC9449-4.3-03a  as',
      'RFC9449-4.3-03a  rs',
    ]);
  });

  test.each([
    ['jti-agian', 'ERR_USAGE: there is no case, requirement or profile "jti-agian"; did you mean "jti-again"?'],
    [
      'zzzzzz',
      'ERR_USAGE: there is no case, requirement or profile "zzzzzz"; proofmark list shows the cases, proofmark list requirements the requirements',
    ],
    ['jti-again@par', 'ERR_USAGE: jti-again is not tried at "par", but at token, resource'],
  ])('%s is bad usage', (id, error) => {
    expect(failure(id)).toBe(error);
  });

  test('a profile lists what it grades otherwise, and by which text', () => {
    expect(page('solid')).toContain(
      [
        'Grades otherwise',
        '  RFC9449-4.3-12a  rs  warn, not fail',
        '    A proof lacking ath is refused at a resource.',
        '    Solid-OIDC "DPoP Validation" cites draft-ietf-oauth-dpop-04, which knows no',
      ].join('\n'),
    );
  });

  test('a requirement without a case gives the reason', () => {
    expect(page('RFC9449-7.2-07')).toContain('Cases\n  none: a permission: no answer of the server breaks it.');
  });

  test('every case, watch and requirement there is can be explained', () => {
    const cases = builtIn.flatMap((suite) => [...suite.cases, ...(suite.watches ?? [])].map(({ id }) => id));
    for (const id of [...cases, ...catalogue.map((row) => row.id)]) {
      const lines = explain(id, builtIn, catalogue, { paint: (_, text) => text, width: 100 });
      expect(lines[0]?.startsWith(id)).toBe(true);
      expect(lines.join('\n')).not.toMatch(/undefined(?! and rare)|\[object/);
    }
  });

  test('the command prints the page', async () => {
    const [first] = builtIn.flatMap((suite) => suite.cases);
    const { out, error } = await runCli(explainCommand, [first?.id ?? '']);
    expect([out.split('  ')[0], error]).toEqual([first?.id, undefined]);
  });
});
