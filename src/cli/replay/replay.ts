import { Command } from 'commander';
import { type ReplayRequest, replayCases } from '../../app/replay.ts';
import type { ReplayOutcome } from '../../app/replay/outcome.ts';
import { type CliContext, print } from '../context.ts';
import { githubOf } from '../github.ts';
import { hostOf } from '../host.ts';
import { HarnessError } from '../../errors.ts';
import { caseLines } from './case-lines.ts';
import { obstacleInWords } from '../../verdict/obstacle-words.ts';
import { plainText } from '../../report/text/plain.ts';
import { curlLines } from './curl-lines.ts';
import { findingsLines } from './finding-lines.ts';

const examples = `
Examples:
  $ proofmark replay record.ndjson typ-missing@token
  $ proofmark replay record.ndjson my-target/typ-missing@token --target other.yaml
  $ proofmark replay record.ndjson 'my-target/typ-*'          several, each name with *
  $ proofmark replay record.ndjson --failures                 all that fails or warns and is not waived
  $ proofmark replay record.ndjson typ-missing@token --curl   its request as a command to paste
  $ proofmark replay record.ndjson                            everything that fuzzing found
  $ proofmark replay saved/ --target target.yaml              every case that fuzz --save-cases saved
  $ proofmark replay saved/fuzz-c134807c35.json --target target.yaml

Sends the recorded plan again, with new keys, tokens, clock and nonces, and shows what has changed since.
A case is FIXED, SAME, FAILED (it still fails), BROKEN (it passed before) or ERROR (it could not be judged).
A finding of fuzzing is sent three times: FIXED, FAILED, UNSTABLE (not each time the same) or ERROR.
Exit codes: 0 it passes now, 1 it still fails (one of several does), 2 bad usage, 3 it could not be judged.`;

type ReplayFlags = {
  readonly target?: string;
  readonly failures: boolean;
  readonly curl: boolean;
  readonly unmasked: boolean;
};

export function replayCommand(context: CliContext): Command {
  return new Command('replay')
    .description('send the requests of recorded or saved cases again')
    .argument('<record>', 'the record.ndjson of a run, a suite that fuzzing saved, or a folder of them')
    .argument(
      '[case]',
      'an instance (case@place), after its target and a slash where the record has several targets; * matches any text',
    )
    .option('--target <descriptor>', 'use this descriptor, not the recorded one')
    .option('--failures', 'all that fails or warns and is not waived; with a case, as much of that', false)
    .option('--curl', 'send nothing of the case: print its request, made anew, as a curl command', false)
    .option('--unmasked', 'show secrets and tokens', false)
    .addHelpText('after', examples)
    .action(async (path: string, name: string | undefined, { curl, ...flags }: ReplayFlags) => {
      if (curl) return printCurl(context, { path, name, ...flags });
      const outcome = await replayCases(hostOf(context), { path, name, ...flags });
      printMuted(context, linesOf(outcome));
      context.exit(outcome.exitCode);
    });
}

async function printCurl(context: CliContext, { name, failures, ...request }: ReplayRequest): Promise<void> {
  if (name === undefined || name.includes('*') || failures)
    throw new HarnessError('ERR_USAGE', '--curl is for one case: name it as the report does, case@place');
  const { curlOfCase } = await import('../../app/replay/curl.ts');
  printMuted(context, curlLines(await curlOfCase(hostOf(context), { ...request, name })));
}

/** Words of a target may stand in it. */
function printMuted(context: CliContext, lines: readonly string[]): void {
  const github = githubOf(context);
  github.mute();
  for (const line of lines) print(context.stdout, line);
  github.unmute();
}

function linesOf(outcome: ReplayOutcome): readonly string[] {
  const obstacles = outcome.now.preflights.flatMap((preflight) => preflight.obstacles);
  const errors = obstacles.filter(({ severity }) => severity === 'error');
  const lines = outcome.kind === 'case' ? caseLines(outcome) : findingsLines(outcome);
  return [
    ...outcome.remarks.map((remark) => `note: ${remark}`),
    ...errors.map((obstacle) => `preflight: ${obstacleInWords(obstacle)}`),
    ...lines,
  ].map(plainText);
}
