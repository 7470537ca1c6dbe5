import { createInterface, type Interface } from 'node:readline/promises';
import { clientAuthMethods } from '../../target/descriptor/client.ts';
import { HarnessError } from '../../errors.ts';
import { didYouMean } from '../../document/nearest.ts';
import { type CliContext, print } from '../context.ts';
import type { AuthMethod } from './descriptor.ts';

/** Asks one question. An empty line means the preset, where there is one. */
export type Ask = (question: string, preset?: string) => Promise<string>;

/**
 * Asks on the terminal. Without a terminal, or with `--yes`, the presets are the answers.
 *
 * @throws HarnessError `ERR_USAGE` when a question without preset cannot be asked, or its input ends.
 */
export async function withQuestions<T>(
  context: CliContext,
  silent: boolean,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  if (silent || context.stdin.isTTY !== true)
    return use((question, preset) => Promise.resolve(preset ?? unanswered(question)));
  const terminal = createInterface({ input: context.stdin, output: context.stderr });
  try {
    return await use((question, preset) => ask(terminal, context, question, preset));
  } finally {
    terminal.close();
  }
}

async function ask(terminal: Interface, context: CliContext, question: string, preset?: string): Promise<string> {
  const ended = new AbortController();
  terminal.once('close', () => ended.abort());
  const prompt = preset === undefined || preset === '' ? `${question}: ` : `${question} [${preset}]: `;
  for (;;) {
    const answer = await terminal.question(prompt, { signal: ended.signal }).catch(() => undefined);
    if (answer === undefined)
      throw new HarnessError('ERR_USAGE', 'the questions were not answered to the end; nothing was written');
    const given = answer.trim() === '' ? preset : answer.trim();
    if (given !== undefined) return given;
    print(context.stderr, 'An answer is needed here.');
  }
}

function unanswered(question: string): never {
  throw new HarnessError(
    'ERR_USAGE',
    `${question}: name it on the command line, since there is no terminal to ask on (proofmark init --help)`,
  );
}

/** @throws HarnessError `ERR_USAGE` */
export function checkedAuth(value: string): AuthMethod {
  const method = clientAuthMethods.find((known) => known === value);
  if (method !== undefined) return method;
  const known = clientAuthMethods.join(', ');
  throw new HarnessError(
    'ERR_USAGE',
    `"${value}" is no client authentication: one of ${known}${didYouMean(value, clientAuthMethods)}`,
  );
}
