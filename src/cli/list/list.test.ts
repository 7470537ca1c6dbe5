import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../suite/catalogue.ts';
import { claim, header } from '../../suite/define.ts';
import { rejects } from '../../suite/cases.ts';
import { defineSuite } from '../../suite/schema.ts';
import { runCli } from '../cli.fixture.ts';
import { caseLines, casesJson, listedCases } from './cases.ts';
import { listedRequirements, requirementLines } from './requirements.ts';
import { listCommand } from './list.ts';
import * as z from 'zod';

const catalogue = loadCatalogue();
const suites = [
  defineSuite({
    id: 'claims',
    title: 'Claims',
    section: 'RFC 9449 §4.3',
    cases: [
      rejects({
        id: 'jti-missing',
        title: 'rejects a proof without jti',
        requirements: ['RFC9449-4.3-03a'],
        delta: [claim.remove('jti')],
      }),
      rejects({
        id: 'htm-late',
        title: 'rejects a late proof',
        requirements: ['RFC9449-4.3-03b'],
        at: ['token'],
        lane: 'slow',
        atMost: 'info',
        delta: [claim.remove('htm')],
      }),
    ],
  }),
  defineSuite({
    id: 'header',
    title: 'Header',
    section: 'RFC 9449 §4.3',
    cases: [
      rejects({
        id: 'nonce',
        title: 'rejects a wrong nonce',
        requirements: ['RFC9449-8-07', 'RFC9449-9-03'],
        delta: [header.remove('typ')],
      }),
    ],
  }),
];
const plain = (_: unknown, text: string) => text;

describe('list cases', () => {
  test('cases stand under their suites, aligned', () => {
    expect(caseLines(listedCases(suites, catalogue, {}), plain)).toEqual([
      'claims  Claims (RFC 9449 §4.3)',
      '  jti-missing  fail  token par resource  rejects a proof without jti',
      '  htm-late     info  token               rejects a late proof (slow)',
      '',
      'header  Header (RFC 9449 §4.3)',
      '  nonce        fail  token par resource  rejects a wrong nonce',
      '',
      '3 cases',
    ]);
  });

  test.each([
    [{ suite: ['header'] }, ['nonce']],
    [{ role: 'rs' as const }, ['jti-missing', 'nonce']],
    [{ section: ['8'] }, ['nonce']],
    [{ section: ['9'], role: 'as' as const }, []],
    [{ level: ['must'] }, ['jti-missing', 'htm-late', 'nonce']],
    [{ level: ['SHOULD'] }, []],
  ])('%j leaves %j', (filter, ids) => {
    expect(listedCases(suites, catalogue, filter).map(({ entry }) => entry.id)).toEqual(ids);
  });

  test('as JSON each case has its places and requirements', () => {
    expect(casesJson(listedCases(suites, catalogue, { suite: ['header'], role: 'rs' }))).toEqual([
      {
        id: 'nonce',
        suite: 'header',
        title: 'rejects a wrong nonce',
        kind: 'case',
        lane: 'fast',
        places: ['resource'],
        severity: 'fail',
        requirements: [
          { id: 'RFC9449-9-03', role: 'rs', section: 'RFC9449 9 with 8', level: 'MUST', severity: 'fail' },
        ],
      },
    ]);
  });
});

test('list requirements counts the cases of each', () => {
  const rows = listedRequirements(suites, catalogue, { suite: ['claims'] });
  expect(requirementLines(rows, plain)).toEqual([
    'RFC9449-4.3-03a  as  MUST  fail  text  1 case  A proof without the jti claim is refused.',
    'RFC9449-4.3-03a  rs  MUST  fail  text  1 case  A proof without the jti claim is refused.',
    'RFC9449-4.3-03b  as  MUST  fail  text  1 case  A proof without the htm claim is refused.',
    '',
    '3 requirements, 3 with a case',
  ]);
});

describe('proofmark list', () => {
  test('targets are the descriptors that come with Proofmark and those of the current folder', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'proofmark-'));
    await mkdir(join(cwd, 'targets'));
    await writeFile(join(cwd, 'targets', 'mine.yaml'), 'name: mine\nrs: { resources: [] }\n');
    await writeFile(join(cwd, 'broken.yaml'), 'name: [');
    await writeFile(join(cwd, 'ci.yml'), 'name: build\njobs: {}\n');
    const { out } = await runCli(listCommand, ['targets', '--json'], { cwd });
    const targets = z
      .array(z.object({ file: z.string(), name: z.string(), roles: z.array(z.string()) }))
      .parse(JSON.parse(out));
    const own = targets.filter(({ file }) => !file.startsWith('..'));
    expect(own).toEqual([{ file: 'targets/mine.yaml', name: 'mine', roles: ['rs'] }]);
    expect(targets.map(({ name }) => name)).toContain('reference');
  });

  test('everything there is can be listed, as text and as JSON', async () => {
    for (const what of ['cases', 'requirements', 'coverage', 'profiles', 'targets']) {
      const text = await runCli(listCommand, [what]);
      expect({ what, err: text.err, error: text.error }).toEqual({ what, err: '', error: undefined });
      expect(text.out.length).toBeGreaterThan(100);
      const json = await runCli(listCommand, [what, '--json']);
      expect(Array.isArray(JSON.parse(json.out))).toBe(true);
    }
  });

  test('coverage shows for each requirement its cases, or why it has none, with totals', async () => {
    const { out } = await runCli(listCommand, ['--coverage', '--section', '7.2']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^RFC 9449 §7\.2 {2}\d+ requirements: \d+ with cases, 1 excluded$/);
    expect(lines.find((line) => line.includes('RFC9449-7.2-01'))).toMatch(
      / MUST {2,}\d+ cases {2}resource \d+ {2}resources \d+ {2}HEAD 1 {2}writes 3 {2}other methods –$/,
    );
    expect(lines.find((line) => line.includes('RFC9449-7.2-07'))).toMatch(/ MAY {2,}a permission: /);
    const markdown = await runCli(listCommand, ['coverage', '--section', '7.2', '--markdown']);
    expect(markdown.out).toMatch(/^# Coverage\n\n\d+ requirements.*\n\n\| Section \|/);
  });

  test('profiles show how many requirements they add and grade otherwise', async () => {
    const { out } = await runCli(listCommand, ['profiles']);
    expect(out).toMatch(/^core +RFC 9449/);
    expect(out).toMatch(/\nfapi2 +FAPI 2\.0 Security Profile +\d+ requirements more, 6 graded otherwise\n/);
  });

  test('a filter that names nothing is bad usage', async () => {
    expect((await runCli(listCommand, ['--level', 'SHOULDNT'])).error).toBe(
      'ERR_USAGE: --level: nothing is called "SHOULDNT"; did you mean "SHOULD"?',
    );
    expect((await runCli(listCommand, ['things'])).error).toMatch("value 'things' is invalid");
  });

  test('colours come only where they are asked for', async () => {
    const coloured = await runCli(listCommand, [], { env: { FORCE_COLOR: '1' } });
    const without = await runCli(listCommand, [], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    expect([coloured.out.includes('\u001B['), without.out.includes('\u001B[')]).toEqual([true, false]);
  });
});
