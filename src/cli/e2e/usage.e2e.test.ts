import { describe, expect, test } from 'vitest';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { clients, secretEnv } from './reference.fixture.ts';

const dead = 'http://127.0.0.1:9';
const good = { name: 'dead', as: { issuer: dead, clients: [clients.confidential] } };
const misspelt = `name: x
as:
  isuer: ${dead}
  clients:
    - id: a
      auth: client_secret_basics
      grants: [client_credentials]
limit: { concurrency: 4 }
`;
const badWaivers =
  '- case: typ-missing\n  verdict: failed\n- cse: typ-missing\n  verdict: fail\n  reason: too short?\n';
const files = {
  'good.yaml': good,
  'broken.yaml': 'name: "x\nas: [',
  'misspelt.yaml': misspelt,
  'waived.yaml': { ...good, waivers: 'waivers.yaml' },
  'waivers.yaml': badWaivers,
  'suite.json': { id: 'mine', title: 'x', section: '1', cases: [{ id: 'a b', titel: 'y', at: ['token'] }] },
  'mine.json': {
    id: 'mine',
    title: 'x',
    section: '1',
    cases: [
      {
        id: 'mine-1',
        title: 'rejects a proof without typ',
        requirements: ['RFC9449-4.3-04a'],
        at: ['token'],
        exchanges: [{ delta: [{ op: 'header-remove', name: 'typ' }], expect: 'refuse' }],
      },
    ],
  },
  'torn.ndjson': 'not a record\n',
};

const unknownRun = /^error: unknown option '--bogus'\n\(proofmark run --help shows its options\)\n$/;

describe('bad usage ends with 2 and says what is wrong', () => {
  test.each<readonly [string, RegExp]>([
    ['run', /^error: missing required argument 'target'\n\(proofmark run --help shows its options\)\n$/],
    ['run good.yaml --bogus', unknownRun],
    [
      'run good.yaml --case typ-mising,typ-missing@tokn --section 99 --suite nope',
      /^proofmark: --suite: nothing is called "nope"\n--case: .*"typ-mising"; did you mean "typ-missing"\?\n--case: .*"typ-missing@tokn"; did you mean "typ-missing@token"\?\n--section: .*"99"\n$/,
    ],
    [
      'run good.yaml --out good.yaml/out',
      /^proofmark: .*good\.yaml\/out: cannot be written: a part of the path is not a folder\n  fix: /,
    ],
    [
      'run misspelt.yaml broken.yaml',
      /^proofmark: misspelt\.yaml:3:3 as\.isuer: .* did you mean "issuer"\?\nmisspelt\.yaml:6:13 as\.clients\[0\]\.auth: .* did you mean "client_secret_basic"\?\nmisspelt\.yaml:8:1 limit: .* did you mean "limits"\?\nbroken\.yaml:\d+:\d+ not valid YAML: /,
    ],
    [
      'run waived.yaml',
      /^proofmark: .*waivers\.yaml:1:3 \[0\]\.reason: is missing.*\n.*waivers\.yaml:2:12 \[0\]\.verdict: expected one of .*\n.*waivers\.yaml:3:3 \[1\]\.cse: .* did you mean "case"\?\n$/,
    ],
    [
      'run good.yaml --suite suite.json',
      /^proofmark: suite\.json:\d+:\d+ cases\[0\]\.\w+: .*\n(.*\n)*suite\.json:\d+:\d+ cases\[0\]\.titel: is not a known key/,
    ],
    [
      'quirks good.yaml --only iat-pst',
      /^proofmark: --only: no quirk is called "iat-pst"; did you mean "iat-past"\?\n$/,
    ],
    ['quirks good.yaml --compare nothing.json', /^proofmark: --compare: .*nothing\.json: cannot be read: ENOENT/],
    [
      'quirks good.yaml --compare torn.ndjson',
      /^proofmark: --compare: .*torn\.ndjson: not a quirks\.json of this version: /,
    ],
    ['fuzz good.yaml --runs many', /^error: option '--runs <n>' argument 'many' is invalid\. Give a whole number/],
    ['fuzz good.yaml --seed -1', /^error: option '--seed <n>' argument '-1' is invalid\. Give a whole number/],
    ['fuzz good.yaml --max-time 0', /^error: option '--max-time <seconds>' argument '0' is invalid\./],
    ['fuzz good.yaml --save-cases good.yaml', /^proofmark: --save-cases: .*good\.yaml is not a folder\n$/],
    ['fuzz good.yaml good.yaml', /^proofmark: two descriptors are named "dead"/],
    ['replay suite.json --target good.yaml', /^proofmark: .*suite\.json:\d+:\d+ cases\[0\]\.\w+: /],
    ['replay mine.json', /^proofmark: a saved case belongs to no target: name a descriptor with --target\n$/],
    ['replay mine.json x@token --target good.yaml', /^proofmark: mine\.json has no case "x@token"; it has mine-1\n$/],
    ['replay nothing --target good.yaml', /^proofmark: .*nothing: cannot read the record: /],
    ['report torn.ndjson', /^proofmark: .*torn\.ndjson:1: not JSON\n$/],
  ])('proofmark %s', async (line, message) => {
    const cwd = await folderWith(files);
    const { code, out, err } = await proofmark(line.split(' '), { cwd, env: secretEnv });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  test('a secret that is not set is named, and its value never shown', async () => {
    const cwd = await folderWith(files);
    const { code, err } = await proofmark(['run', 'good.yaml'], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(/^proofmark: good\.yaml:\d+:\d+ as\.clients\[0\]\.secret\.env: .*REFERENCE_SECRET is not set/);
  });
});
