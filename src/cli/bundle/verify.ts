import { Command } from 'commander';
import { type Verified, verifyBundle } from '../../app/bundle/verify.ts';
import { checks } from '../../bundle/trouble.ts';
import { harmlessJson } from '../../report/text/harmless-json.ts';
import { plainText } from '../../report/text/plain.ts';
import { type CliContext, print } from '../context.ts';
import { levelLines } from './lines.ts';

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

const results = ['VERIFIED', 'VERIFIED, but less than is asked for', '', 'CANNOT BE RECOMPUTED', 'NOT TO BE TRUSTED'];
const mostShown = 10;

function verifiedLines(verified: Verified): readonly string[] {
  const { exitCode, product, levels, digest, again, signature } = verified;
  const name =
    product === undefined ? [] : [`${product.project} ${product.version ?? '(no version)'} of ${product.organization}`];
  const counts =
    again === undefined ? [] : [`${again.judged} requests judged again, ${again.veiled} could not be (masked or cut)`];
  return [
    ...name.map(plainText),
    ...checks.flatMap((title, index) => checkLines(verified, title, index + 1)),
    ...counts,
    ...levelLines(levels),
    ...(signature.state === 'good' ? [`signed by ${signature.keyid ?? ''}`] : []),
    ...(digest === undefined ? [] : [`bundle.json sha256:${digest}`]),
    '',
    `${results[exitCode] ?? ''}, exit ${exitCode}`,
  ];
}

function checkLines({ troubles, again }: Verified, title: string, number: number): readonly string[] {
  const own = troubles.filter(({ check }) => check === number);
  const shown = own.slice(0, mostShown).map(({ where, problem }) => `      ${plainText(where)}: ${plainText(problem)}`);
  const more = own.length > mostShown ? [`      and ${own.length - mostShown} more`] : [];
  const bad = troubles.filter(({ kind }) => kind === 'tampered' || kind === 'unknown');
  const isSkipped = again === undefined && bad.length > 0 && number > Math.max(...bad.map(({ check }) => check));
  return [`${String(number).padStart(2)}  ${markOf(own, isSkipped).padEnd(9)}  ${title}`, ...shown, ...more];
}

function markOf(own: Verified['troubles'], isSkipped: boolean): string {
  if (own.some(({ kind }) => kind !== 'loud')) return 'FAILED';
  if (own.length > 0) return 'NOTE';
  return isSkipped ? 'not tried' : 'ok';
}
