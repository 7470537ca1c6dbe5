import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { kill, pid as ownPid } from 'node:process';
import * as z from 'zod';
import { HarnessError } from '../../errors.ts';
import { cannotWrite, makeFolder } from '../../output.ts';
import { reportFiles } from './reporters.ts';

const lockName = 'run.lock';

const asideName = 'record.interrupted.ndjson';

/** What becomes of a run that is there: it keeps the folder (`new` is refused), goes, or is gone on with. */
type Taking = 'new' | 'replace' | 'resume';

/** `settle`: the new record is whole, so that the one which it goes on with is not needed any more. */
type Owned = { readonly release: () => void; readonly settle: () => void };

/**
 * Makes the folder of a run its own until `release`: no other run writes there meanwhile. A lock that a killed run left
 * behind is taken over. The reports of a run that is replaced or gone on with go at once, so that none of them stands beside
 * another record.
 *
 * @throws HarnessError `ERR_USAGE` where another run writes there, where one is kept there, or where nothing can be written
 */
export function ownFolder(directory: string, taking: Taking): Owned {
  makeFolder(directory);
  const lock = join(directory, lockName);
  if (!takes(lock)) throw occupied(directory, readHolder(lock));
  const release = (): void => rmSync(lock, { force: true });
  const record = join(directory, 'record.ndjson');
  const aside = join(directory, asideName);
  try {
    if (taking === 'new' && existsSync(record)) throw kept(directory);
    if (taking === 'resume' && existsSync(record)) renameSync(record, aside);
    for (const name of taking === 'new' ? [] : ['record.ndjson', ...reportFiles])
      rmSync(join(directory, name), { force: true });
  } catch (error) {
    release();
    throw cannotWrite(directory, error, { code: 'ERR_USAGE', fix: 'choose another folder with --out' });
  }
  return { release, settle: () => rmSync(aside, { force: true }) };
}

const Holder = z.object({ pid: z.int().positive(), host: z.string() });
type Holder = z.infer<typeof Holder>;

/** Whether the lock is ours now. It is taken from a holder that has ended. */
function takes(lock: string): boolean {
  if (createLock(lock)) return true;
  const holder = readHolder(lock);
  if (holder === undefined || isRunning(holder)) return false;
  const aside = `${lock}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(lock, aside);
  } catch {
    return createLock(lock);
  }
  const moved = readHolder(aside);
  if (moved?.pid !== holder.pid) {
    // Another run was quicker, and this is its lock.
    renameSync(aside, lock);
    return false;
  }
  rmSync(aside, { force: true });
  return createLock(lock);
}

function createLock(lock: string): boolean {
  const holder: Holder = { pid: ownPid, host: hostname() };
  try {
    writeFileSync(lock, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw cannotWrite(lock, error, { code: 'ERR_USAGE', fix: 'choose another folder with --out' });
  }
}

function readHolder(lock: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(lock, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A process of another machine counts as running: nothing here can find out. */
function isRunning({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function occupied(directory: string, holder: Holder | undefined): HarnessError {
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`;
  const fix = `choose another folder with --out; if no run is going on, delete ${join(directory, lockName)}`;
  return new HarnessError('ERR_USAGE', `${directory}: another run writes there${who}`, { advice: { fix } });
}

function kept(directory: string): HarnessError {
  const fix = 'choose another folder with --out, or replace that run with --force';
  return new HarnessError('ERR_USAGE', `${directory}: holds the record of an earlier run`, { advice: { fix } });
}
