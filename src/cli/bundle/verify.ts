import { Command } from 'commander';
import { verifyBundle } from '../../app/bundle/verify.ts';
import { harmlessJson } from '../../report/text/harmless-json.ts';
import { type CliContext, print } from '../context.ts';
import { verifiedLines } from './lines.ts';

const examples = `
Examples:
  $ proofmark verify shop-2.1.0-core.proofmark.zip
  $ proofmark verify shop-2.1.0-core.proofmark.zip --key acme.jwk --policy policy.yaml --json

Sends nothing, and needs no secret. Exit codes: 0 verified, 1 verified and less than is asked for, 2 bad usage, 3 another build made
it, so nothing can be recomputed, 4 tampered with or inconsistent.`;

type VerifyFlags = { readonly key?: string; readonly policy?: string; readonly json: boolean };

export function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description('check a bundle that somebody hands over: every verdict is made again from its record')
    .argument('<bundle>', 'the .proofmark.zip')
    .option('--key <file>', 'JWK of the one who has to have signed it')
    .option('--policy <file>', 'YAML that says what is asked for: level, roles, profiles, signed, maxAgeDays …')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', examples)
    .action(async (bundle: string, { json, ...flags }: VerifyFlags) => {
      const verified = await verifyBundle(context, { bundle, ...flags });
      print(context.stdout, json ? harmlessJson(verified, 2) : verifiedLines(verified).join('\n'));
      context.exit(verified.exitCode);
    });
}
