import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Sends a signal to a process group; returns whether the group exists. Signal 0 only asks. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, signal);
  } catch {
    // ESRCH: no process is left. EPERM: none is left that we may end.
    return false;
  }
}

/** Ends a process group by SIGTERM, or by SIGKILL after `graceMs` milliseconds; resolves when none of it runs. */
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

/** Whether only ended processes are left. In a container they may never be collected, and the group goes on to exist. */
async function onlyZombies(group: number | undefined): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^[0-9]+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  const members = stats.map(stateAndGroup).filter((member) => member.group === group);
  return members.length > 0 && members.every(({ state }) => state === 'Z' || state === 'X');
}

/** proc_pid_stat(5): `pid (command) state ppid pgrp …`; the command may hold any character, parentheses too. */
function stateAndGroup(stat: string): { readonly state: string | undefined; readonly group: number } {
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, group: Number(group) };
}
