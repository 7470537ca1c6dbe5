import { Command } from 'commander';
import {
  applyEdits,
  type Diagnosis,
  type DoctorRequest,
  editsOf,
  type Examined,
  examineTargets,
  examineUrl,
} from '../../app/doctor.ts';
import type { Host } from '../../app/host.ts';
import { checkedUrl } from '../../app/survey.ts';
import { type Edit, HarnessError } from '../../errors.ts';
import { harmlessJson } from '../../report/text/harmless-json.ts';
import { plainText } from '../../report/text/plain.ts';
import { type CliContext, print } from '../context.ts';
import { githubOf } from '../github.ts';
import { hostOf } from '../host.ts';
import { withQuestions } from '../init/answers.ts';
import { closingLines, createPrinter } from './lines.ts';

type Flags = { readonly json: boolean; readonly fix: boolean; readonly yes: boolean };

const examples = `
Examples:
  $ proofmark doctor target.yaml                  names, TLS, metadata, clocks, clients, tokens, resource, nonces
  $ proofmark doctor https://as.example.com       what can be seen before there is a descriptor
  $ proofmark doctor target.yaml --fix            write into the descriptor what was learnt

Judges no rule. Exit codes: 0 a run can judge everything, 2 bad usage or descriptor, 3 something keeps cases from being judged,
130 interrupted.`;

export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .description('look at a target as a run would meet it, and say what to do where something does not work')
    .argument('<targets...>', 'descriptors, or one URL of an issuer')
    .option('--json', 'print the result as JSON', false)
    .option('--fix', 'write what was learnt into the descriptor, after showing it', false)
    .option('--yes', 'with --fix: ask nothing', false)
    .addHelpText('after', examples)
    .action(async (targets: readonly string[], flags: Flags) => context.exit(await doctor(context, targets, flags)));
}

async function doctor(context: CliContext, targets: readonly string[], flags: Flags): Promise<number> {
  const host = hostOf(context);
  const diagnosis = flags.json
    ? await examined(host, targets, flags, () => {})
    : await showDoctor(context, targets, flags);
  if (flags.json) print(context.stdout, harmlessJson(resultOf(diagnosis), 2));
  if (flags.fix) for (const one of diagnosis.examined) await fix(context, host, one, flags.yes);
  return diagnosis.exitCode;
}

/** All that is printed is text for people: no word of a target can be a command for GitHub in it. */
export async function showDoctor(
  context: CliContext,
  targets: readonly string[],
  flags: Pick<Flags, 'fix'> = { fix: false },
): Promise<Diagnosis> {
  const github = githubOf(context);
  github.mute();
  try {
    const diagnosis = await examined(hostOf(context), targets, flags, createPrinter(context).onLine);
    for (const line of closingLines(context, diagnosis)) print(context.stdout, line);
    return diagnosis;
  } finally {
    github.unmute();
  }
}

async function examined(
  host: Host,
  targets: readonly string[],
  { fix }: Pick<Flags, 'fix'>,
  onLine: DoctorRequest['onLine'],
): Promise<Diagnosis> {
  const [url, ...more] = targets;
  if (url === undefined || !/^https?:\/\//.test(url)) return examineTargets(host, { descriptors: targets, onLine });
  if (more.length > 0) throw new HarnessError('ERR_USAGE', 'give one URL, or descriptors');
  if (fix) throw new HarnessError('ERR_USAGE', '--fix is for a descriptor; proofmark init writes one for a URL');
  return examineUrl(host, checkedUrl(url, 'the URL'), onLine);
}

async function fix(context: CliContext, host: Host, one: Examined, yes: boolean): Promise<void> {
  const edits = editsOf(one);
  if (edits.length === 0) return print(context.stderr, `${one.path}: there is nothing to write`);
  for (const edit of edits) print(context.stderr, `  ${editText(edit)}`);
  if (await isWanted(context, one.path, yes)) print(context.stderr, `wrote ${await applyEdits(host, one, edits)}`);
}

async function isWanted(context: CliContext, path: string, yes: boolean): Promise<boolean> {
  const answer = await withQuestions(context, yes, (ask) => ask(`Write this into ${path}? (y, n)`, 'y'));
  return answer.toLowerCase().startsWith('y');
}

function editText({ at, value }: Edit): string {
  return `${at.join('.')}: ${plainText(JSON.stringify(value))}`;
}

/** The document of `--json`. Members may be added within a version. */
function resultOf({ examined, exitCode }: Diagnosis): object {
  return { doctorVersion: 1, isReady: exitCode === 0, targets: examined };
}
