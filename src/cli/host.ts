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
      recorded: async (recorded) => {
        await printSummary(context, recorded);
        if (more !== undefined) print(stdout, `\n${await more(recorded)}`);
        print(stdout, `\nrecord  ${recorded.recordPath}`);
        await github.report(recorded);
      },
      reported: (paths) => {
        for (const path of paths) print(stdout, `report  ${path}`);
      },
      ...shown,
    },
  };
}

/** Loads the text of the summary only when a run has ended. */
export async function printSummary(context: CliContext, { record, recordPath }: Recorded): Promise<void> {
  const { stdout, env } = context;
  const { renderConsole } = await import('../report/formats/console.ts');
  const github = githubOf(context);
  github.mute();
  print(stdout, renderConsole(record, { color: usesColor(stdout, env), recordPath }));
  github.unmute();
}
