import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { countsOf, folderWith, proofmark, runDescriptor, verdictsOf } from './e2e.fixture.ts';
import { describeReference, referenceSecret, secretEnv, withReference } from './reference.fixture.ts';

const quick = ['--suite', 'proof-structure,token-response,bearer-downgrade,watches'];

describe('a run on a sound server', () => {
  test('meets the gate and writes the record and each report, none with a secret in it', async () => {
    const ended = await withReference({}, async (running) =>
      runDescriptor(describeReference(running), [...quick, '--reporter', 'html,json,junit,markdown'], {
        env: secretEnv,
      }),
    );
    expect([ended.code, ended.record.finished?.ended]).toEqual([0, 'complete']);
    expect(Object.keys(countsOf(ended.record)).toSorted()).toEqual(['note', 'pass', 'skip']);
    const files = (await readdir(join(ended.folder, 'out'))).toSorted();
    expect(files).toEqual(['junit.xml', 'record.ndjson', 'report.html', 'result.json', 'summary.md']);
    const texts = await Promise.all(files.map(async (file) => readFile(join(ended.folder, 'out', file), 'utf8')));
    const basic = Buffer.from(`confidential:${referenceSecret}`).toString('base64');
    for (const text of [...texts, ended.out, ended.err]) {
      expect([referenceSecret, basic].filter((secret) => text.includes(secret))).toEqual([]);
      // Only a JWT access token of the reference server begins with this header.
      expect(text.match(/eyJ0eXAiOiJhdCtqd3Qi[\w-]*\.[\w-]+\.[\w-]+/)).toBeNull();
    }
  });

  test('gives the same verdicts in the same order whatever the concurrency', async () => {
    const [one, many] = await withReference({}, async (running) => {
      const run = async (width: string) =>
        runDescriptor(describeReference(running), [...quick, '--seed', '7', '--concurrency', width], {
          env: secretEnv,
        });
      return Promise.all([run('1'), run('16')]);
    });
    expect([one.record.started.seed, one.record.findings.length > 100]).toEqual([7, true]);
    expect(verdictsOf(many.record)).toEqual(verdictsOf(one.record));
  });

  test('takes two targets in one run, and colours nothing under NO_COLOR', async () => {
    const ended = await withReference({}, async (running) => {
      const second = { ...describeReference(running), name: 'second' };
      const folder = await folderWith({ 'one.yaml': describeReference(running), 'two.yaml': second });
      const flags = ['--case', 'typ-missing@token,typ-missing@resource', '--out', 'out'];
      const env = { ...secretEnv, NO_COLOR: '1', FORCE_COLOR: '1' };
      return { folder, ...(await proofmark(['run', 'one.yaml', 'two.yaml', ...flags], { cwd: folder, env })) };
    });
    const { findings } = await readCheckedRecord(join(ended.folder, 'out', 'record.ndjson'));
    expect(ended.code).toBe(0);
    expect(findings.map(({ target, instance }) => `${target} ${instance}`)).toEqual([
      'reference typ-missing@token',
      'reference typ-missing@resource',
      'second typ-missing@token',
      'second typ-missing@resource',
    ]);
    expect(`${ended.out}${ended.err}`).not.toContain('\u001b');
    expect(
      ended.out
        .split('\n')
        .filter((line) => /^\S/.test(line))
        .slice(0, 4),
    ).toEqual([
      'reference breaks no rule that it must keep, in the part that was run.',
      'second breaks no rule that it must keep, in the part that was run.',
      expect.stringMatching(/^Partial: 4 of \d{4} cases, exit 0: 4 pass$/),
      'record  out/record.ndjson',
    ]);
  });
});

describe('a run on a server with a defect', () => {
  test('ends with 1 and names the case, the requirement and how to repeat it', async () => {
    const ended = await withReference({ mutant: 'as-typ-missing-accepted' }, async (running) =>
      runDescriptor(describeReference(running), ['--case', 'typ-missing,typ-empty'], { env: secretEnv }),
    );
    expect(ended.code).toBe(1);
    expect(verdictsOf(ended.record).filter((line) => line.endsWith(' fail'))).toEqual(['typ-missing@token fail']);
    expect(ended.out).toMatch(
      /fail {2}accepts a proof without typ\n {6}as:typ · 1 case at token · .*RFC9449-4\.3-04a\)\n.*passed off.*\n {6}typ-missing@token: Accepted.*\n {6}proofmark replay out\/record\.ndjson reference\/typ-missing@token\n/,
    );
    expect(ended.out).toMatch(/^Gate not met \(partial: 6 of \d{4} cases\), exit 1: 1 fail, /m);
  });

  test('differs from a stale and from an expired waiver, which end with 4', async () => {
    const reason = 'known since the last release';
    const fail = { case: 'typ-missing@token', verdict: 'fail', reason };
    const flags = ['--case', 'typ-missing'];
    const waived = async (mutant: boolean, waiver: object) =>
      withReference(mutant ? { mutant: 'as-typ-missing-accepted' } : {}, async (running) =>
        runDescriptor({ ...describeReference(running), waivers: 'waivers.yaml' }, flags, {
          env: secretEnv,
          files: { 'waivers.yaml': [waiver] },
        }),
      );
    const [used, stale, expired, both] = [
      await waived(true, fail),
      await waived(false, fail),
      await waived(false, { ...fail, expires: '2020-01-01' }),
      await waived(true, { ...fail, expires: '2020-01-01' }),
    ];
    expect([used.code, stale.code, expired.code, both.code]).toEqual([0, 4, 4, 1]);
    expect(used.out).toMatch(/apart from 1 problem that is waived\.\n[^]*^ {2}1 finding waived$/m);
    expect(stale.out).toContain('waiver of fail for typ-missing@token is not needed any more: the verdict is pass');
    expect(expired.out).toContain('waiver of fail for typ-missing@token expired on 2020-01-01');
  });
});
