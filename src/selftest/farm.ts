import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Job, JobResult } from './job.ts';

/**
 * Spreads the jobs over as many processes as asked for; results come in the order of completion. At an interrupt the
 * processes are killed: one that hangs heeds nothing else.
 */
export async function farm(
  script: string,
  jobs: readonly Job[],
  width: number,
  signal: AbortSignal,
  told: (result: JobResult) => void,
): Promise<readonly JobResult[]> {
  const queue = jobs.values();
  const results: JobResult[] = [];
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const keep = (result: JobResult): void => {
    results.push(result);
    told(result);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, () => work(script, queue, ended, keep)));
  } finally {
    // One that failed does not leave the others at work.
    failed.abort();
  }
  return results;
}

async function work(
  script: string,
  queue: Iterable<Job>,
  ended: AbortSignal,
  keep: (result: JobResult) => void,
): Promise<void> {
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
    keep(answer as JobResult);
  }
  if (child.connected) child.disconnect();
  await gone;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
