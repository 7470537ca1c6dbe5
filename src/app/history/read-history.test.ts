import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { preflight, runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { chainedLines } from '../../record/chain.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { renderHistory } from '../../report/pages/history.ts';
import { readHistory } from './read-history.ts';
import { writeIndex } from './write-index.ts';

/** A run that was begun on that day and could not be judged at all, which needs no evidence. */
function run(day: number, name = 'acme'): readonly RecordEvent[] {
  const startedAt = `2026-11-${String(day).padStart(2, '0')}T02:13:04.020Z`;
  const end = { exitCode: 3, tone: 'unsure' as const, message: undefined };
  const scope = { ran: 0, of: 0, why: ['no case was tried'] };
  return [
    runStarted([name], { startedAt, runId: `run-${day}`, scope: { narrowed: [], slow: false } }),
    { ...preflight(name, ['<b>no</b> answer \u001B[2J']), planned: undefined, of: undefined } as never,
    runFinished({ ...end, scope, targets: [{ name, tone: 'unsure', scope }] }),
  ];
}

async function folderOf(files: Readonly<Record<string, readonly RecordEvent[] | string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'proofmark-history-'));
  onTestFinished(async () => rm(root, { recursive: true, force: true }));
  for (const [folder, content] of Object.entries(files)) {
    await mkdir(join(root, folder), { recursive: true });
    const lines = typeof content === 'string' ? content : chainedLines(content.map((event) => JSON.stringify(event)));
    await writeFile(join(root, folder, 'record.ndjson'), lines);
  }
  return root;
}

test('shows all runs below a folder, the newest first, with links that lead to them', async () => {
  const root = await folderOf({ 'b/x': run(2), a: run(3), 'c d%': run(1), '.hidden': run(4), node_modules: run(5) });
  await writeFile(join(root, 'c d%/report.html'), '');
  await symlink(join(root, 'a'), join(root, 'link'));
  const { runs, broken } = await readHistory(root);
  expect(broken).toEqual([]);
  expect(runs.map(({ entry, record, report }) => [entry.runId, record, report])).toEqual([
    ['run-3', './a/record.ndjson', undefined],
    ['run-2', './b/x/record.ndjson', undefined],
    ['run-1', './c%20d%25/record.ndjson', './c%20d%25/report.html'],
  ]);
});

test('names a broken record, and shows the others', async () => {
  const forged = run(2).map((event) => (event.type === 'run-finished' ? { ...event, exitCode: 0 } : event));
  const root = await folderOf({ a: run(1), b: 'nonsense\n', c: '', d: forged });
  const { runs, broken } = await readHistory(root);
  expect(runs.map(({ entry }) => entry.runId)).toEqual(['run-1']);
  expect(broken.map(({ path }) => path).toSorted()).toEqual(['b/record.ndjson', 'c/record.ndjson', 'd/record.ndjson']);
  expect(broken.filter(({ message }) => message.includes(root))).toEqual([]);
  const page = renderHistory({ runs, broken, left: 0 });
  expect(page).toContain('<code>b/record.ndjson</code> record.ndjson:1: not JSON');
});

test('writes index.html over its own, and over no other page', async () => {
  const root = await folderOf({ a: run(1) });
  expect((await writeIndex({ cwd: root }, '.')).path).toBe('index.html');
  expect((await writeIndex({ cwd: root }, '.')).path).toBe('index.html');
  await writeFile(join(root, 'index.html'), '<h1>mine</h1>');
  await expect(writeIndex({ cwd: root }, '.')).rejects.toThrow(/is no index of Proofmark/);
  await expect(writeIndex({ cwd: root }, 'none')).rejects.toMatchObject({ code: 'ERR_USAGE' });
});
