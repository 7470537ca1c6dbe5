import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Job, JobResult } from './job.ts';

export type WorkerPool = {
  /** The program that each worker runs. */
  readonly script: string;
  readonly processes: number;
  readonly signal: AbortSignal;
  /** Called for each result as it comes in. */
  readonly onResult: (result: JobResult) => void;
};

/**
 * Spreads the jobs over the worker processes. Results come in the order of completion. An interrupt kills the workers,
 * because a worker that hangs reacts to nothing else.
 */
export async function runJobs(jobs: readonly Job[], pool: WorkerPool): Promise<readonly JobResult[]> {
  const queue = jobs.values();
  const results: JobResult[] = [];
  const failed = new AbortController();
  const onResult = (result: JobResult): void => {
    results.push(result);
    pool.onResult(result);
  };
  const worker = { script: pool.script, ended: AbortSignal.any([pool.signal, failed.signal]), onResult };
  try {
    await Promise.all(Array.from({ length: Math.min(pool.processes, jobs.length) }, () => work(queue, worker)));
  } finally {
    // When one worker fails, the others stop too.
    failed.abort();
  }
  return results;
}

type Worker = Pick<WorkerPool, 'script' | 'onResult'> & { readonly ended: AbortSignal };

async function work(queue: Iterable<Job>, { script, ended, onResult }: Worker): Promise<void> {
  if (isAborted(ended)) return;
  const child = fork(script, ['selftest', '--worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  ended.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
  for (const job of queue) {
    child.send(job);
    const answer: unknown = await Promise.race([once(child, 'message').then(([message]: unknown[]) => message), gone]);
    if (isAborted(ended)) break;
    if (Array.isArray(answer))
      throw new Error(`a worker of the self-test ended in the middle of ${job.kind} ${job.id}`);
    onResult(answer as JobResult);
  }
  if (child.connected) child.disconnect();
  await gone;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
