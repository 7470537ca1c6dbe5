import { type Command, Option } from 'commander';
import type { Loudness } from '../report/formats/console.ts';

export type LoudnessFlags = { readonly verbose?: boolean; readonly quiet?: boolean };

/** Adds the options that say how much of a run is printed. */
export function withLoudness(command: Command): Command {
  return command
    .addOption(new Option('--verbose', 'print each finding of a problem, waived ones too').conflicts('quiet'))
    .addOption(new Option('--quiet', 'print one line: the gate, the exit code and the counts'));
}

export function loudnessOf({ verbose = false, quiet = false }: LoudnessFlags): Loudness {
  if (quiet) return 'quiet';
  return verbose ? 'verbose' : 'normal';
}
