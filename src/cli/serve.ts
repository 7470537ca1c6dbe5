import { Command } from 'commander';
import { serveFolder } from '../app/serve/serve.ts';
import { type CliContext, print } from './context.ts';
import { hostOf } from './host.ts';
import { integerOption } from './options.ts';

const examples = `
Examples:
  $ proofmark serve reports/out
  $ proofmark serve reports/out --port 8080

Serves an index of all runs below the folder, their reports and their records, on 127.0.0.1 alone. Nothing else in the folder
is served. Ctrl-C ends it.`;

export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('show all runs of a folder in a browser, on this machine only')
    .argument('<dir>', 'the folder; records are looked for below it')
    .option('--port <number>', 'the port; default: a free one', integerOption(0, 65_535), 0)
    .addHelpText('after', examples)
    .action(async (folder: string, { port }: { readonly port: number }) => {
      const { url, ended } = await serveFolder(hostOf(context), { folder, port });
      print(context.stdout, `serving ${folder} at ${url}  (Ctrl-C ends it)`);
      await ended;
    });
}
