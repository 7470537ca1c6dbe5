import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runJobs } from './worker-pool.ts';
import type { Job } from './job.ts';

const jobs: readonly Job[] = ['one', 'two', 'three'].map((id) => ({ kind: 'variant', id, full: false }));

/** A worker that leaves its process id in `pids` when it gets a job, and then does what `script` says. */
async function worker(script: string) {
  const folder = await mkdtemp(join(tmpdir(), 'proofmark-pool-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const pids = join(folder, 'pids');
  await writeFile(pids, '');
  const path = join(folder, 'worker.mjs');
  await writeFile(
    path,
    `import { appendFileSync } from 'node:fs';
     process.on('SIGTERM', () => {});
     process.on('message', (job) => {
       appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
       ${script}
     });`,
  );
  const started = async (): Promise<readonly number[]> =>
    (await readFile(pids, 'utf8')).split('\n').filter(Boolean).map(Number);
  return { path, started };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('workers of the self-test', () => {
  test('are killed at an interrupt, also one that hangs', async () => {
    const { path, started } = await worker('for (;;);');
    const controller = new AbortController();
    const results = runJobs(jobs, { script: path, processes: 2, signal: controller.signal, onResult: () => {} });
    const bothWork = async (): Promise<void> => {
      while ((await started()).length < 2) await sleep(20, undefined, { signal: controller.signal });
    };
    // The pool comes to its end first only if a worker dies, and then this throws.
    await Promise.race([bothWork(), results]);
    controller.abort();
    expect(await results).toEqual([]);
    expect((await started()).map(isAlive)).toEqual([false, false]);
  });

  test('end with the one that dies, and the job is named', async () => {
    const { path, started } = await worker(
      "if (job.id === 'one') setTimeout(() => process.exit(1), 300); else for (;;);",
    );
    const { signal } = new AbortController();
    const results = runJobs(jobs, { script: path, processes: 2, signal, onResult: () => {} });
    await expect(results).rejects.toThrow('a worker of the self-test ended in the middle of variant one');
    while ((await started()).some(isAlive)) await sleep(20);
    expect((await started()).filter(isAlive)).toEqual([]);
  });
});
