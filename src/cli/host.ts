import type { Host, HostEvents, Recorded } from '../app/host.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { githubOf } from './github.ts';
import { createProgress } from './progress.ts';

type Shown = Partial<HostEvents> & {
  /** What follows the summary. */
  readonly more?: (recorded: Recorded) => Promise<string>;
};

/** The command line as a host. It prints the summary and the paths to standard output, unless `shown` replaces an event. */
export function hostOf(context: CliContext, { more, ...shown }: Shown = {}): Host {
  const { env, cwd, args, signal, stdout, stderr } = context;
  const progress = createProgress({ stderr, env });
  const github = githubOf(context);
  const recorded = async (given: Recorded): Promise<void> => {
    await printSummary(context, given);
    if (more !== undefined) print(stdout, `\n${await more(given)}`);
    print(stdout, `\nrecord  ${given.recordPath}`);
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
export async function printSummary({ stdout, env }: CliContext, { record, recordPath }: Recorded): Promise<void> {
  const { renderConsole } = await import('../report/formats/console.ts');
  print(stdout, renderConsole(record, { color: usesColor(stdout, env), recordPath }));
}
