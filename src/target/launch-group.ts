import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Sends a signal to a process group; whether it exists. Signal 0 only asks. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, signal);
  } catch {
    // ESRCH: nobody is left. EPERM: nobody whom we may end.
    return false;
  }
}

/** Resolves when nobody of the group runs any more: by SIGTERM, or by SIGKILL after `graceMs`. */
export async function stopGroup(leader: number | undefined, graceMs: number): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  if (await groupEnds(leader, graceMs)) return;
  signalGroup(leader, 'SIGKILL');
  await groupEnds(leader, 1000);
}

async function groupEnds(leader: number | undefined, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (let wait = 5; signalGroup(leader, 0) && !(await onlyZombies(leader)); wait = Math.min(wait * 2, 100)) {
    if (performance.now() > deadline) return false;
    await sleep(wait);
  }
  return true;
}

/** In a container, orphans that have ended may never be collected and keep their group in existence. */
async function onlyZombies(group: number | undefined): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^[0-9]+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  const members = stats.map(stateAndGroup).filter((member) => member.group === group);
  return members.length > 0 && members.every(({ state }) => state === 'Z' || state === 'X');
}

/** proc_pid_stat(5): `pid (command) state ppid pgrp …`; the command may hold anything, parentheses too. */
function stateAndGroup(stat: string): { readonly state: string | undefined; readonly group: number } {
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, group: Number(group) };
}
