import { spawn } from 'node:child_process';
import { HarnessError } from '../errors.ts';
import type { Command } from './descriptor/command.ts';

/** Characters kept of what a command prints. */
const maxOutput = 262_144;

type Program = Pick<Command, 'command' | 'timeoutSeconds'> & {
  /** What it gives, for messages: "token", "body". */
  readonly of: string;
  readonly cwd: string;
};

type Output = { readonly code: number | string; readonly output: string; readonly errors: string };

/**
 * Runs a program with this text on stdin.
 * @throws HarnessError `ERR_TOKEN_REQUEST` where it cannot be started
 */
export function runProgram({ command, timeoutSeconds, of, cwd }: Program, input: string): Promise<Output> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: timeoutSeconds * 1000, stdio: 'pipe' } as const;
    const child = spawn(file === 'node' ? process.execPath : file, args, options);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(0, maxOutput)));
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-maxOutput)));
    child.on('error', (cause) => {
      const message = `the ${of} command ${file} could not be started: ${cause.message}`;
      reject(new HarnessError('ERR_TOKEN_REQUEST', message, { cause }));
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? signal ?? 'no status', output, errors });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** How a program ended that gave nothing of use, with its last words. */
export function endOf({ command, of }: Program, { code, errors }: Output): string {
  const last = errors.trim().split('\n').at(-1) ?? '';
  return `the ${of} command ${command[0] ?? ''} ended with ${code} and gave no ${of}${last && `: ${last}`}`;
}

/**
 * The text that a program prints, without the line end behind it.
 * @throws HarnessError `ERR_TOKEN_REQUEST` where it fails or prints nothing
 */
export async function printedBy(program: Program, input: string): Promise<string> {
  const ended = await runProgram(program, input);
  const text = ended.output.replace(/\r?\n$/, '');
  if (ended.code !== 0 || text === '') throw new HarnessError('ERR_TOKEN_REQUEST', endOf(program, ended));
  return text;
}
