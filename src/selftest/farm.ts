import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Job, JobResult } from './jobs.ts';

/** Spreads the jobs over as many processes as asked for; results come in the order of completion. */
export async function farm(
  script: string,
  jobs: readonly Job[],
  width: number,
  signal: AbortSignal,
  told: (result: JobResult) => void,
): Promise<readonly JobResult[]> {
  const queue = jobs.values();
  const results: JobResult[] = [];
  const work = async (): Promise<void> => {
    const child = fork(script, ['selftest', '--worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const gone = once(child, 'exit');
    signal.addEventListener('abort', () => child.kill(), { once: true });
    for (const job of queue) {
      if (signal.aborted) break;
      child.send(job);
      const answer: unknown = await Promise.race([
        once(child, 'message').then(([message]: unknown[]) => message),
        gone,
      ]);
      if (isAborted(signal)) break;
      if (Array.isArray(answer))
        throw new Error(`a worker of the self-test ended in the middle of ${job.kind} ${job.id}`);
      results.push(answer as JobResult);
      told(answer as JobResult);
    }
    if (child.connected) child.disconnect();
    await gone;
  };
  await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, work));
  return results;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
