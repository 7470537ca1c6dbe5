import { expect, test } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { describeLaunched, secretEnv as env } from './reference.fixture.ts';

/** The record of a run that sends no more requests than that. */
async function within(maxRequests: number): Promise<RunRecord> {
  const cwd = await folderWith({
    'target.yaml': JSON.stringify({ ...describeLaunched(), limits: { maxRequests, concurrency: 4 } }),
  });
  await proofmark(['run', 'target.yaml', '--out', 'out', '--suite', 'proof-typ-alg', '--no-fuzz'], { cwd, env });
  return readCheckedRecord(`${cwd}/out/record.ndjson`);
}

const skipsOf = ({ findings }: RunRecord): readonly string[] =>
  findings.filter(({ verdict }) => verdict === 'skip').map(({ instance, reason }) => `${instance} ${reason}`);

test('a case that the budget has cut short is blocked, and not one that does not apply', async () => {
  const [whole, ...short] = await Promise.all([2000, 130, 160, 190].map(within));
  if (whole === undefined) throw new Error('no record');
  for (const cut of short) {
    expect(cut.findings.some(({ verdict }) => verdict === 'blocked')).toBe(true);
    expect(skipsOf(cut).filter((skip) => !skipsOf(whole).includes(skip))).toEqual([]);
  }
});
