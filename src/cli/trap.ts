import { once } from 'node:events';
import { Command } from 'commander';
import { openTrap } from '../app/trap.ts';
import { plainText } from '../report/text/plain.ts';
import { type CliContext, print } from './context.ts';

type Flags = { readonly posture?: string };

const examples = `
Examples:
  $ proofmark trap                                       lawful servers: point a client at the URLs that are printed
  $ proofmark trap --posture client-nonce-at-token       the authorization server demands a nonce

Judges each request as it comes, until it is interrupted. Any client id, secret and redirect URI is taken. Exit codes: 0 nothing
was broken, 1 something was, 2 bad usage.`;

export function trapCommand(context: CliContext): Command {
  return new Command('trap')
    .description('wait for a client by hand: print URLs, and judge whatever arrives')
    .option('--posture <case>', 'answer as this case for clients does; by default lawfully')
    .addHelpText('after', examples)
    .action(async (flags: Flags) => context.exit(await trap(context, flags)));
}

async function trap({ stdout, signal }: CliContext, { posture }: Flags): Promise<number> {
  let broken = 0;
  const { urls, close } = await openTrap(posture, ({ line, broken: found }) => {
    print(stdout, plainText(line));
    for (const text of found) print(stdout, `  ${plainText(text)}`);
    broken += found.filter((text) => text.startsWith('fail')).length;
  });
  for (const line of urls) print(stdout, line);
  print(stdout, 'waiting for requests; an interrupt (Ctrl+C) ends it');
  if (!signal.aborted) await once(signal, 'abort');
  await close();
  return broken === 0 ? 0 : 1;
}
