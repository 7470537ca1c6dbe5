import { Command } from 'commander';
import { keyVariable, makeBundle } from '../../app/bundle/make.ts';
import { plainText } from '../../report/text/plain.ts';
import { type CliContext, print } from '../context.ts';
import { levelLines } from './lines.ts';

const examples = `
Examples:
  $ proofmark run target.yaml --slow --strict --out evidence
  $ proofmark bundle evidence/record.ndjson
  $ proofmark bundle shard-1/record.ndjson shard-2/record.ndjson --key signing.jwk --out shop-2.1.0.proofmark.zip

The same records make the same bytes. A key is a private JWK, Ed25519 or P-256; it is read and never copied. Without --key the
variable ${keyVariable} is looked at. Signatures of P-256 are other ones each time.`;

type BundleFlags = { readonly out?: string; readonly key?: string };

export function bundleCommand(context: CliContext): Command {
  return new Command('bundle')
    .description('make one file of a run that others can check: records, reports, digests, and a signature')
    .argument('<record...>', 'the record.ndjson of a run, or those of all its shards')
    .option('--out <file>', 'file to write; default: <product>-<version>-<profile>.proofmark.zip')
    .option('--key <file>', 'private JWK that signs')
    .addHelpText('after', examples)
    .action(async (records: readonly string[], flags: BundleFlags) => {
      const { path, bytes, levels, signedBy, remarks } = await makeBundle(context, { records, ...flags });
      for (const line of levelLines(levels)) print(context.stdout, line);
      for (const remark of remarks) print(context.stdout, `note: ${plainText(remark)}`);
      const signature =
        signedBy === undefined ? 'NOT SIGNED: nothing shows who made it (--key signs)' : `signed by ${signedBy}`;
      print(context.stdout, `\nbundle  ${plainText(path)}  (${Math.ceil(bytes / 1024)} KiB)\n${signature}`);
    });
}
