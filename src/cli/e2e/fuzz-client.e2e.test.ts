import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { folderWith, proofmark, targetScript } from './e2e.fixture.ts';

const reference = ['node', targetScript('reference-client/main.ts')];

async function folderFor(command: readonly string[]): Promise<string> {
  return folderWith({ 'client.yaml': { name: 'client', role: 'client', command } });
}

const fuzz = async (folder: string, ...flags: readonly string[]) =>
  proofmark(['fuzz', 'client.yaml', '--seed', '1', '--out', 'out', '--force', ...flags], { cwd: folder });

const recordIn = async (folder: string): Promise<RunRecord> => readCheckedRecord(join(folder, 'out', 'record.ndjson'));

const brokenIn = ({ findings }: RunRecord): readonly string[] =>
  findings.map(
    ({ verdict, assertions }) => `${verdict} ${assertions.find((one) => one.verdict === verdict)?.requirement}`,
  );

describe('fuzzing a client', () => {
  test('finds nothing at a sound one, and says that no case was run', async () => {
    const folder = await folderFor(reference);
    const { code, out } = await fuzz(folder, '--max-time', '1');
    expect([code, out]).toEqual([0, expect.stringMatching(/postures at token, .*nothing found.*\n[^]*Partial: 0 of/)]);
  });

  test('finds a defect, which is a case: to replay, to keep, and to run', async () => {
    const folder = await folderFor([...reference, '--mutant', 'token-nonce-not-retried']);
    const { code, out } = await fuzz(folder, '--runs', '0', '--save-cases', 'known');
    expect([code, out]).toEqual([1, expect.stringContaining('fuzzing only')]);
    const record = await recordIn(folder);
    expect(brokenIn(record)).toEqual(['fail RFC9449-8-12']);
    const [finding] = record.findings;
    expect(finding?.fuzz).toMatchObject({ phase: 'single-postures', seen: 3, of: 3 });
    expect(finding?.plan).toMatchObject({ posture: [{ at: 'token', give: [{ op: 'demand-nonce' }] }] });
    const again = await proofmark(['replay', 'out/record.ndjson', `client/${finding?.instance}`], { cwd: folder });
    expect([again.code, again.out]).toEqual([1, expect.stringMatching(/^FAILED {2}client\/fuzz-/)]);
    const file = `known/${finding?.case}.json`;
    const kept = JSON.parse(await readFile(join(folder, file), 'utf8')) as { readonly clientCases: readonly unknown[] };
    expect(kept.clientCases).toEqual([finding?.plan]);
    const run = await proofmark(['run', 'client.yaml', '--suite', file, '--out', 'kept'], { cwd: folder });
    expect([run.code, run.out]).toEqual([
      1,
      expect.stringContaining(`${finding?.instance}: Expected the same request again`),
    ]);
  });

  test('is part of a run, and repeats nothing that a case has found', async () => {
    const folder = await folderFor([...reference, '--mutant', 'jwk-private']);
    const { code, out } = await proofmark(['run', 'client.yaml', '--out', 'out'], { cwd: folder });
    expect([code, out]).toEqual([1, expect.stringMatching(/all \d+ cases that apply\nGate not met/)]);
    const { findings, fuzzed } = await recordIn(folder);
    expect(findings.filter((one) => one.fuzz !== undefined)).toEqual([]);
    expect(fuzzed.map(({ findings: found, plans }) => [found, plans.surprise > 0])).toEqual([[0, true]]);
  });
});
