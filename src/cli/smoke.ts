import { Command } from 'commander';
import { smokeClient } from '../app/smoke.ts';
import { exitCodes } from '../verdict/exit-code.ts';
import { plainText } from '../report/text/plain.ts';
import { type CliContext, print } from './context.ts';

const examples = `
Examples:
  $ proofmark smoke my-client.yaml      what the adapter answers, and the requests of the plain task

Exit codes: 0 the plain task was done, 2 bad usage or descriptor, 3 it was not done, or the client cannot be driven.`;

export function smokeCommand(context: CliContext): Command {
  return new Command('smoke')
    .description('see whether a client under test can be driven: one token and one call, against lawful servers')
    .argument('<client>', 'descriptor of a client (YAML)')
    .addHelpText('after', examples)
    .action(async (path: string) => {
      const { lines, isWell } = await smokeClient(context, path);
      for (const line of lines) print(context.stdout, plainText(line));
      context.exit(isWell ? exitCodes.met : exitCodes.incomplete);
    });
}
