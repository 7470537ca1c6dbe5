import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends a process group once this process is gone, also by SIGKILL, which leaves no time for anything. A shell waits for
 * the end of its standard input, which only this process holds open. Returns a function that sends the shell home.
 * Windows has no process groups: there, nothing watches. A program that leaves its group is not ended anywhere.
 */
export function watchOver(leader: number | undefined): () => void {
  if (leader === undefined || process.platform === 'win32') return () => {};
  const watcher = spawn('/bin/sh', ['-c', script, 'proofmark-watcher', String(leader)], {
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell nothing watches. A write to one that has ended is of no interest either.
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  watcher.unref();
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  return () => watcher.stdin.end('done\n');
}

const script = 'read -r word && exit; kill -TERM "-$1" || exit; sleep 1; kill -KILL "-$1"';
