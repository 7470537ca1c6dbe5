import type { Host, HostEvents, Recorded } from '../app/host.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { githubOf } from './github.ts';
import { createProgress } from './progress.ts';
import type { Loudness } from '../report/formats/console.ts';

type Shown = Partial<HostEvents> & {
  readonly loudness?: Loudness;
  /** What follows the summary. */
  readonly more?: (recorded: Recorded) => Promise<string>;
};

/** The command line as a host. It prints the summary and the paths to standard output, unless `shown` replaces an event. */
export function hostOf(context: CliContext, { more, loudness = 'normal', ...shown }: Shown = {}): Host {
  const { env, cwd, args, signal, stdout, stderr } = context;
  // Who replaces the summary has to show what kept cases from running in another way.
  const progress = createProgress({ stderr, env }, { loudness, showsObstacles: shown.recorded !== undefined });
  const github = githubOf(context);
  const recorded = async (given: Recorded): Promise<void> => {
    await printSummary(context, given, loudness);
    if (more !== undefined) print(stdout, `\n${await more(given)}`);
    if (loudness !== 'quiet') print(stdout, `\nrecord  ${given.recordPath}`);
    github.unmute();
    await github.report(given);
  };
  const show = shown.recorded ?? recorded;
  return {
    env,
    cwd,
    signal,
    command: `proofmark ${args.join(' ')}`,
    events: {
      ...progress,
      started: github.mute,
      ended: () => {
        progress.ended();
        github.unmute();
      },
      reported: (paths) => {
        if (loudness === 'quiet') return;
        for (const path of paths) print(stdout, `report  ${path}`);
      },
      ...shown,
      recorded: async (given) => {
        github.mute();
        await show(given);
        github.unmute();
      },
    },
  };
}

/** Loads the text of the summary only when a run has ended. */
export async function printSummary(
  { stdout, env }: CliContext,
  { record, recordPath }: Recorded,
  loudness: Loudness,
): Promise<void> {
  const { renderConsole } = await import('../report/formats/console.ts');
  print(stdout, renderConsole(record, { color: usesColor(stdout, env), recordPath, loudness }));
}
