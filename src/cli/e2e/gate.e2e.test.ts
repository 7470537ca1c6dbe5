import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proofmark, runDescriptor, type Tested } from './e2e.fixture.ts';
import { describeReference, secretEnv, withReference } from './reference.fixture.ts';

const all = ['--reporter', 'html,json,junit,markdown'];

/** The headline of every output of a run, and the numbers of JUnit. */
async function shown({ folder, out }: Tested) {
  const read = async (name: string): Promise<string> => readFile(join(folder, 'out', name), 'utf8');
  const [html, json, junit, markdown] = [
    await read('report.html'),
    await read('result.json'),
    await read('junit.xml'),
    await read('summary.md'),
  ];
  const numbers = /<testsuites name="([^"]*)" tests="\d+" failures="(\d+)" errors="(\d+)"/.exec(junit);
  return {
    console: /^(?:Gate|Partial|Not conclusive).*$/m.exec(out)?.[0],
    html: /<span class="gate-chip">(.*?)<\/span>/.exec(html)?.[1],
    headline: /<h1>(.*?)<\/h1>/.exec(html)?.[1],
    json: (JSON.parse(json) as { gate: { result: string; isMet: boolean } }).gate,
    markdown: markdown.split('\n', 1)[0],
    junit: numbers?.slice(1),
  };
}

test('a narrowed run says everywhere that it is partial, and how much of it was run', async () => {
  const ended = await withReference({}, async (running) =>
    runDescriptor(describeReference(running), ['--case', 'typ-missing@token', ...all], { env: secretEnv }),
  );
  const { scope, tone } = ended.record.finished ?? {};
  const part = `1 of ${scope?.of ?? 0} cases`;
  expect([ended.code, tone, scope?.ran, scope?.why]).toEqual([0, 'partial', 1, ['--case typ-missing@token']]);
  expect(scope?.of).toBeGreaterThan(1000);
  expect(await shown(ended)).toEqual({
    console: `Partial: ${part}, exit 0: 1 pass`,
    html: `Partial: ${part} · exit code 0`,
    headline: 'reference breaks no rule that it must keep, in the part that was run.',
    json: expect.objectContaining({ result: `Partial: ${part}`, isMet: false }) as object,
    markdown: `## ◑ DPoP conformance: partial: ${part}`,
    junit: [`proofmark (partial: ${part})`, '0', '0'],
  });
});

describe('a server that crashes', () => {
  const flags = ['--case', 'kid-nul@resource,typ-missing@resource', ...all];

  test('is named in the headline, and fails the gate that is asked for it', async () => {
    const [unasked, asked] = await withReference({ mutant: 'rs-nul-500' }, async (running) => {
      const run = async (...more: string[]) =>
        runDescriptor(describeReference(running), [...flags, ...more], { env: secretEnv });
      return [await run(), await run('--fail-on', 'warn,crash')];
    });
    expect([unasked.code, asked.code]).toEqual([0, 1]);
    const [first, second] = [await shown(unasked), await shown(asked)];
    expect([first.headline, second.headline]).toEqual(
      Array.from({ length: 2 }, () => expect.stringContaining('The server crashes.') as string),
    );
    for (const { console: line, html, json, markdown } of [first, second])
      expect([line, html, json.result, markdown]).toEqual(
        Array.from({ length: 4 }, () => expect.stringContaining('the server crashes') as string),
      );
    expect([first.junit?.slice(1), second.junit?.slice(1)]).toEqual([
      ['0', '0'],
      ['1', '0'],
    ]);
    expect(asked.out).toMatch(/1 finding counts against the gate: 1 warn \(it fails on fail, warn, crash\)/);
  });
});

describe('a new skip', () => {
  const flags = ['--case', 'htu-other-resource@resource,typ-missing@resource', ...all];
  const described = (running: Parameters<typeof describeReference>[0], count: number, more: object = {}) => {
    const whole = describeReference(running);
    return { ...whole, rs: { resources: whole.rs.resources.slice(0, count) }, ...more };
  };

  test('is shown where the base does not have it, and red on demand', async () => {
    const [base, shownOnly, red] = await withReference({}, async (running) => {
      const before = await runDescriptor(described(running, 2), flags, { env: secretEnv });
      const record = join(before.folder, 'out', 'record.ndjson');
      const run = async (...more: string[]) =>
        runDescriptor(described(running, 1), [...flags, '--base', record, ...more], { env: secretEnv });
      return [before, await run(), await run('--fail-on', 'skip')];
    });
    expect([base.code, shownOnly.code, red.code]).toEqual([0, 0, 1]);
    expect(shownOnly.out).toMatch(
      /1 skip is new: the base \(\S+\) does not have reference\/htu-other-resource@resource/,
    );
    expect([(await shown(shownOnly)).junit?.[1], (await shown(red)).junit?.[1]]).toEqual(['0', '1']);
  });

  test('is one that the waiver file does not expect; an expected one that is judged is stale', async () => {
    const expected = {
      case: 'htu-other-*@resource',
      verdict: 'skip',
      because: 'one resource',
      reason: 'there is one API only',
    };
    const run = async (count: number, waivers: object[], ...more: string[]) =>
      withReference({}, async (running) =>
        runDescriptor(described(running, count, { waivers: 'w.yaml' }), [...flags, '--fail-on', 'skip', ...more], {
          env: secretEnv,
          files: { 'w.yaml': waivers },
        }),
      );
    const other = { ...expected, because: 'no such reason' };
    const [fine, stale, unexpected] = [await run(1, [expected]), await run(2, [expected]), await run(1, [other])];
    expect([fine.code, stale.code, unexpected.code]).toEqual([0, 4, 1]);
    expect(stale.out).toContain('expected skip for htu-other-*@resource is not needed any more: the verdict is pass');
  });

  test('cannot be asked for where nothing says which skips are expected', async () => {
    const { code, err } = await withReference({}, async (running) => {
      const { folder } = await runDescriptor(described(running, 1), flags, { env: secretEnv });
      return proofmark(['run', 'target.yaml', '--fail-on', 'skip'], { cwd: folder, env: secretEnv });
    });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('--fail-on skip: nothing says which skips of "reference"'),
    ]);
  });
});

describe('only what is new', () => {
  const flags = ['--case', 'typ-*@token,htm-*@token', ...all];

  test('is red: a problem that the base has counts as waived, another one does not', async () => {
    const run = async (mutant: string, ...more: string[]) =>
      withReference({ mutant }, async (running) =>
        runDescriptor(describeReference(running), [...flags, ...more], { env: secretEnv }),
      );
    const base = await run('as-typ-missing-accepted');
    const newOnly = ['--new-only', join(base.folder, 'out', 'record.ndjson')];
    const [same, wider, other] = [
      await run('as-typ-missing-accepted', ...newOnly),
      await run('as-typ-unchecked', ...newOnly),
      await run('as-htm-unchecked', ...newOnly),
    ];
    expect([base.code, same.code, wider.code, other.code]).toEqual([1, 0, 0, 1]);
    expect(same.out).toMatch(/apart from 1 problem that is waived/);
    expect(other.out).toMatch(/ {2}fail {2}accepts a proof .*\n {6}as:htm /);
    const known = same.record.findings.flatMap(({ waiver }) => waiver?.reason ?? [])[0];
    expect(known).toMatch(/^Known: as:typ is in the base \S+\.$/);
  });
});
