import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HarnessError } from '../../errors.ts';
import { startProcess } from '../../target/launch/process.ts';

/** Where the adapter of a page comes from: a file, or a program that prints it, such as a bundler. */
export type ModuleSource = {
  /** Path of the descriptor, for messages. */
  readonly path: string;
  readonly cwd: string;
  readonly page?: string;
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How long the program may take, in milliseconds. */
  readonly startMs: number;
};

const maxCharacters = 33_554_432;

/**
 * The text of the adapter: one JavaScript module that a browser can load by itself.
 *
 * @throws HarnessError `ERR_TARGET_LAUNCH` where it cannot be had
 */
export async function moduleText(source: ModuleSource): Promise<string> {
  const { page, command = [], cwd, path } = source;
  if (page === undefined) return printedBy(command, source);
  const file = resolve(cwd, page);
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) throw refused(path, `page: there is no file ${page} beside it`);
  if (size > maxCharacters) throw refused(path, `page: ${page} is larger than ${maxCharacters} octets`);
  return readFile(file, 'utf8');
}

async function printedBy(command: readonly string[], { path, cwd, env, startMs }: ModuleSource): Promise<string> {
  let text = '';
  const child = startProcess(command, {
    cwd,
    env,
    onOutput: (chunk) => {
      text += chunk;
      if (text.length > maxCharacters) child.killNow();
    },
  });
  const done = new AbortController();
  const late = sleep(startMs, 'did not end in time', { signal: done.signal }).catch(() => '');
  const how = await Promise.race([child.ended, late]);
  done.abort();
  const last = child.lastLines().split('\n').slice(-5).join('\n');
  await child.stop(500);
  if (how === 'exited with code 0' && text.trim() !== '' && text.length <= maxCharacters) return text;
  const tail = text === '' && last !== '' ? `; its last lines:\n${last}` : '';
  const problem = how === 'exited with code 0' ? 'printed nothing, or too much' : how;
  throw refused(path, `"${command.join(' ')}", which has to print the module of the page, ${problem}${tail}`);
}

function refused(path: string, problem: string): HarnessError {
  const advice = { at: ['command'], fix: 'docs/clients.md has what a page is made of' };
  return new HarnessError('ERR_TARGET_LAUNCH', `${path}: the client cannot be driven: ${problem}`, { advice });
}
