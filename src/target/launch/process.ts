import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalGroup, stopGroup } from './group.ts';
import { watchOver } from './watcher.ts';

export type LaunchedProcess = {
  readonly command: string;
  /** How the process ended, once it is gone; never rejects. */
  readonly ended: Promise<string>;
  /** The last lines of standard error, or of standard output where there are none. */
  readonly lastLines: () => string;
  readonly onLine: (listener: (line: string) => void) => void;
  /** Writes to standard input. What a process that has ended does not read is lost. */
  readonly write: (text: string) => void;
  /** Ends the whole process group: SIGTERM, and SIGKILL for what is left after `graceMs` milliseconds. */
  readonly stop: (graceMs: number) => Promise<void>;
  /** Ends it at once, for an exit handler, which cannot wait. */
  readonly killNow: () => void;
};

type StartOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets standard output as it comes, beside the lines that are kept of it. */
  readonly onOutput?: (chunk: string) => void;
};

/** Starts a command as leader of a process group of its own, so that what it starts can be ended with it. */
export function startProcess(command: readonly string[], options: StartOptions): LaunchedProcess {
  const [program = '', ...args] = command;
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    // Its end shows a launcher that Proofmark is gone, however it ended. Only clients under test are written to.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const listeners: ((line: string) => void)[] = [];
  const notify = (line: string): void => listeners.forEach((listener) => listener(line));
  const output = keepLines(child.stdout, notify);
  if (options.onOutput !== undefined) child.stdout.on('data', options.onOutput);
  child.stdin.on('error', () => {});
  const errors = keepLines(child.stderr, notify);
  let leader = child.pid;
  const dismissWatcher = watchOver(leader);
  const ended = endOf(child).then((how) => {
    // Once the whole group is gone, another may get its number.
    if (!signalGroup(leader, 0)) {
      leader = undefined;
      dismissWatcher();
    }
    return how;
  });
  return {
    command: command.join(' '),
    ended,
    lastLines: () => (errors.length > 0 ? errors : output).join('\n'),
    onLine: (listener) => listeners.push(listener),
    write: (text) => {
      child.stdin.write(text);
    },
    stop: async (graceMs) => {
      await stopGroup(leader, graceMs);
      dismissWatcher();
    },
    killNow: () => {
      signalGroup(leader, 'SIGKILL');
    },
  };
}

const keptLines = 20;
const keptCharacters = 500;
const longestLine = 65_536;

const harmless = (line: string): string =>
  line.slice(0, keptCharacters).replace(/\x1b\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');

/** Reads a stream to its end, so that its writer never blocks. Keeps the last lines, harmless to a terminal. */
function keepLines(stream: Readable, notify: (line: string) => void): readonly string[] {
  const lines: string[] = [];
  let open = '';
  const keep = (line: string): void => {
    lines.push(harmless(line));
    if (lines.length > keptLines) lines.shift();
    notify(harmless(line));
  };
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = `${open}${chunk}`.split('\n');
    open = parts.pop() ?? '';
    parts.forEach(keep);
    if (open.length <= longestLine) return;
    keep(open);
    open = '';
  });
  stream.once('end', () => {
    if (open !== '') keep(open);
  });
  return lines;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // At `close`, unlike `exit`, all output has been read. A grandchild may hold the pipes open, so the wait is short.
    child.once('exit', (code, signal) => {
      const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      void Promise.race([once(child, 'close'), sleep(200, undefined, { ref: false })]).then(() => resolve(how));
    });
  });
}
