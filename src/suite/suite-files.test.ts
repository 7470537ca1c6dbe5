import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { findRequirement, isInSection, loadCatalogue, requirementFor, requirementsAt } from './catalogue.ts';
import { rejects, sequence } from './cases.ts';
import { check, claim, jti, lawful } from './define.ts';
import { lintSuites } from './lint-suites.ts';
import { loadSuiteFile } from './load-suite.ts';
import { defineSuite, type Case, type Suite } from './schema.ts';

const catalogue = loadCatalogue();

describe('the catalogue', () => {
  test('a row is named by its id and its role', () => {
    expect(new Set(catalogue.map(({ id, role }) => `${id} ${role}`)).size).toBe(catalogue.length);
  });

  test('a row of an RFC links to its first section; every other document has a link too', () => {
    const wrong = catalogue.filter(({ section, link }) => {
      const { rfc, first } = /^RFC(?<rfc>\d+)(?: (?<first>[\d.]*\d))?/.exec(section)?.groups ?? {};
      const anchor = first === undefined ? '' : `#section-${first}`;
      return rfc !== undefined && link !== `https://www.rfc-editor.org/rfc/rfc${rfc}${anchor}`;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
    const without = catalogue.filter(({ link, profile }) => link === undefined && profile !== 'vendor');
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test('a row that was not held against the text names the document that it is known from', () => {
    const wrong = catalogue.filter(({ provenance, source }) => (provenance === 'secondary') !== (source !== undefined));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('a rule for both servers is found by place', () => {
    const roleAt = (place: 'par' | 'resource') => requirementFor(catalogue, 'RFC9449-4.3-03a', place).role;
    expect([roleAt('par'), roleAt('resource')]).toEqual(['as', 'rs']);
  });

  test('a rule for one server is found by its own id, at places of that server only', () => {
    expect(findRequirement(catalogue, 'RFC9449-8-07', 'token')?.id).toBe('RFC9449-8-07');
    expect(findRequirement(catalogue, 'RFC9449-8-07', 'resource')).toBe(undefined);
    expect(requirementsAt(catalogue, ['RFC9449-8-07', 'RFC9449-9-03'], 'resource').map(({ id }) => id)).toEqual([
      'RFC9449-9-03',
    ]);
  });

  test('an unknown id, and one of the wrong role, are errors', () => {
    const messageFor = (id: string) => {
      try {
        return requirementFor(catalogue, id, 'resource').id;
      } catch (error) {
        return error instanceof HarnessError ? `${error.code}: ${error.message}` : error;
      }
    };
    expect(messageFor('RFC9449-4.3-3a')).toBe(
      'ERR_SUITE_INVALID: there is no requirement RFC9449-4.3-3a; did you mean "RFC9449-4.3-03a"?',
    );
    expect(messageFor('RFC9449-8-07')).toBe(
      'ERR_SUITE_INVALID: requirement RFC9449-8-07 is one of the as, which resource is no place of',
    );
  });

  test.each([
    ['RFC9449 7.1', '7', true],
    ['RFC9449 7.1', '7.1', true],
    ['RFC9449 11.1 / 4.3-9', '11.1', true],
    ['RFC9449 7.1', 'RFC9449', true],
    ['RFC9449 7.1', '7.10', false],
    ['RFC9449 11.10', '11.1', false],
    ['RFC8414 3.3', '3.3', false],
  ])('section %s and the selection %s', (section, wanted, isIn) => {
    expect(isInSection(section, wanted)).toBe(isIn);
  });
});

const good = rejects({
  id: 'jti-missing',
  title: 'rejects a proof without jti',
  requirements: ['RFC9449-4.3-03a'],
  delta: [claim.remove('jti')],
});
const suiteOf = (...cases: Case[]): Suite =>
  defineSuite({ id: 'mine', title: 'Mine', section: 'RFC 9449 §4.3', cases });

describe('lintSuites', () => {
  const lint = (...cases: Case[]) => lintSuites([suiteOf(...cases)], catalogue);

  test('a good suite has no fault', () => {
    expect(lint(good)).toEqual([]);
  });

  test('ids are used once', () => {
    expect(lintSuites([suiteOf(good), suiteOf(good)], catalogue)).toEqual([
      'suite id "mine" is used twice',
      'case id "jti-missing" is used twice',
    ]);
  });

  test('a title begins with a verb', () => {
    expect(lint({ ...good, title: 'proof without jti' })).toEqual([
      'case jti-missing: its title begins with "proof", not with one of the verbs of lint-suites.ts',
    ]);
  });

  test('requirements exist and speak of each place', () => {
    expect(
      lint({ ...good, requirements: ['RFC9449-4.3-3a'] }, { ...good, id: 'b', requirements: ['RFC9449-8-07'] }),
    ).toEqual([
      'case jti-missing: no requirement RFC9449-4.3-3a speaks of token, par, resource; did you mean "RFC9449-4.3-03a"?',
      'case jti-missing: none of its requirements speaks of token',
      'case jti-missing: none of its requirements speaks of par',
      'case jti-missing: none of its requirements speaks of resource',
      'case b: none of its requirements speaks of resource',
    ]);
  });

  test('exchanges refer to earlier ones, and only slow cases wait', () => {
    const replay = sequence({
      id: 'replay',
      title: 'rejects a replayed jti',
      requirements: ['RFC9449-4.3-03a'],
      exchanges: [
        lawful('first'),
        lawful('first'),
        { delta: [claim.set('jti', jti('second')), { op: 'proof-of', exchange: 'first' }], expect: 'refuse', after: 2 },
      ],
    });
    expect(lint(replay)).toEqual([
      'case replay: two exchanges are called "first"',
      'case replay: exchange 3 refers to "second", which no earlier exchange is called',
      'case replay: exchange 3 waits: lane has to be slow',
    ]);
  });

  test('the requirements of checks are those of the case', () => {
    const checks = [check('RFC9449-9-03', { check: 'status', in: [401] })];
    const [exchange] = good.exchanges;
    expect(lint({ ...good, exchanges: [{ delta: [], expect: 'refuse', ...exchange, checks, at: 'token' }] })).toEqual([
      "case jti-missing: a check names RFC9449-9-03, which is not among the case's requirements",
      'case jti-missing: no requirement RFC9449-9-03 speaks of token',
    ]);
  });
});

describe('loadSuiteFile', () => {
  const load = async (text: string) => {
    const file = join(await mkdtemp(join(tmpdir(), 'proofmark-')), 'suite.json');
    await writeFile(file, text);
    return loadSuiteFile(file).catch((error: unknown) =>
      error instanceof HarnessError
        ? [error.code, ...error.message.split('\n').map((line) => line.replace(/^.*suite\.json:/, ''))]
        : error,
    );
  };

  test('a suite survives the way through JSON', async () => {
    expect(await load(JSON.stringify(suiteOf(good)))).toEqual(suiteOf(good));
  });

  test('every fault is reported with its line', async () => {
    const text = `{
  "id": "Mine", "title": "Mine", "section": "mine",
  "cases": [
    { "id": "a", "title": "rejects x", "requirements": [], "at": ["tokens"],
      "exchanges": [{ "delta": [
        { "op": "claim-sett", "name": "jti", "value": 1 },
        { "op": "claim-set", "name": "jti", "value": { "$": "now", "pluss": 1 } },
        { "op": "claim-set", "nam": "jti", "value": 1 }
      ], "expect": "reject" }] }
  ]
}`;
    expect(await load(text)).toMatchInlineSnapshot(`
      [
        "ERR_SUITE_INVALID",
        "2:9 id: expected lower-case words joined by hyphens, got "Mine"",
        "4:56 cases[0].requirements: expected a list of at least 1 item, got a list",
        "4:67 cases[0].at[0]: expected one of token, par, authorization, registration, client-configuration, resource, introspection, metadata, resource-metadata, got "tokens"; did you mean "token"?",
        "6:17 cases[0].exchanges[0].delta[0].op: expected one of header-set, header-remove, claim-set, claim-remove, nonce, sign, key, signature, segments, json, duplicate-member, proof-text, proof-from, proof-of, dpop-field, dpop-lines, method, query, path, field, preflight, many-fields, host, forwarded, authorization-scheme, authorization-spaces, authorization-field, authorization-second, access-token, credentials, access-token-in, registration-set, client-auth, authorization, refresh-token, grant-of, form-set, form-remove, minted-token, token-claim-set, token-claim-remove, token-sign, bytes, json-bytes, field-order, got "claim-sett"; did you mean "claim-set"?",
        "7:54 cases[0].exchanges[0].delta[1].value: an object with a "$" member must be one of the symbolic values",
        "8:30 cases[0].exchanges[0].delta[2].nam: is not a known key; did you mean "name"?",
        "9:20 cases[0].exchanges[0].expect: expected one of accept, refuse, challenge, observe, once, got "reject"",
      ]
    `);
  });
});
