import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export type CommandResult = { readonly ok: boolean; readonly stdout: string; readonly output: string };
type Options = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds?: number;
};

// Tools guess wrongly whether to use colours when their output is a pipe.
const colour: Readonly<Record<string, string>> = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
const running = new Set<ChildProcess>();
/** Only what hangs for good takes so long, on a slow machine too. */
const aDay = 86_400;

/** Runs a command to its end and collects what it prints; a failure is a result, not an error. */
export async function runCommand(command: readonly string[], options: Options = {}): Promise<CommandResult> {
  const { cwd = root, env = {}, seconds = aDay } = options;
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...colour, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const stdout: Buffer[] = [];
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk) && output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const { ok, problem } = await ended(child, seconds);
  running.delete(child);
  const text = Buffer.concat(output).toString();
  return {
    ok,
    stdout: Buffer.concat(stdout).toString(),
    output: problem === '' ? text : `${text}\n${program}: ${problem}`,
  };
}

async function ended(child: ChildProcess, seconds: number): Promise<{ ok: boolean; problem: string }> {
  // spawn's own `timeout` would keep us waiting when the program does not exist.
  const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  return new Promise<{ ok: boolean; problem: string }>((resolve) => {
    child.on('error', (error) => resolve({ ok: false, problem: error.message }));
    child.on('close', (code, signal) => {
      const reason = child.killed ? `not done after ${seconds} s` : `ended by ${signal}`;
      resolve({ ok: code === 0, problem: signal === null ? '' : reason });
    });
  }).finally(() => clearTimeout(limit));
}

/** Ends all running commands. Otherwise they would outlive this process. */
export function killRunning(): void {
  for (const child of running) child.kill();
}
