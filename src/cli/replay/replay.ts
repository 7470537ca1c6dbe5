import { Command } from 'commander';
import { replayCases } from '../../app/replay.ts';
import type { ReplayOutcome } from '../../app/replay/outcome.ts';
import { type CliContext, print } from '../context.ts';
import { githubOf } from '../github.ts';
import { hostOf } from '../host.ts';
import { caseLines } from './case-lines.ts';
import { obstacleInWords } from '../../verdict/obstacle-words.ts';
import { plainText } from '../../report/text/plain.ts';
import { findingsLines } from './finding-lines.ts';

const examples = `
Examples:
  $ proofmark replay record.ndjson typ-missing@token
  $ proofmark replay record.ndjson my-target/typ-missing@token --target other.yaml
  $ proofmark replay record.ndjson 'my-target/typ-*'          several, each name with *
  $ proofmark replay record.ndjson --failures                 all that fails or warns and is not waived
  $ proofmark replay record.ndjson                            everything that fuzzing found
  $ proofmark replay saved/ --target target.yaml              every case that fuzz --save-cases saved
  $ proofmark replay saved/fuzz-c134807c35.json --target target.yaml

Sends the recorded plan again, with new keys, tokens, clock and nonces, and shows what has changed since.
A case is FIXED, SAME, FAILED (it still fails), BROKEN (it passed before) or ERROR (it could not be judged).
A finding of fuzzing is sent three times: FIXED, FAILED, UNSTABLE (not each time the same) or ERROR.
Exit codes: 0 it passes now, 1 it still fails (one of several does), 2 bad usage, 3 it could not be judged.`;

type ReplayFlags = { readonly target?: string; readonly failures: boolean; readonly unmasked: boolean };

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
    .option('--unmasked', 'show secrets and tokens', false)
    .addHelpText('after', examples)
    .action(async (path: string, name: string | undefined, { target, failures, unmasked }: ReplayFlags) => {
      const outcome = await replayCases(hostOf(context), { path, name, failures, target, unmasked });
      const github = githubOf(context);
      github.mute();
      for (const line of linesOf(outcome)) print(context.stdout, line);
      github.unmute();
      context.exit(outcome.exitCode);
    });
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
