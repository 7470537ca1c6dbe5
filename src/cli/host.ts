import type { Host, HostEvents, Recorded } from '../app/host.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { createProgress } from './progress.ts';

/** The command line as a host: the summary and the paths go to standard output, unless `shown` says otherwise. */
export function hostOf(context: CliContext, shown: Partial<HostEvents> = {}): Host {
  const { env, cwd, args, signal, stdout, stderr } = context;
  return {
    env,
    cwd,
    signal,
    command: `proofmark ${args.join(' ')}`,
    events: {
      ...createProgress({ stderr, env }),
      started: () => {},
      recorded: async (recorded) => {
        await printSummary(context, recorded);
        print(stdout, `\nrecord  ${recorded.recordPath}`);
      },
      reported: (paths) => {
        for (const path of paths) print(stdout, `report  ${path}`);
      },
      ...shown,
    },
  };
}

/** Its words are loaded when a run has ended. */
export async function printSummary({ stdout, env }: CliContext, { record, recordPath }: Recorded): Promise<void> {
  const { renderConsole } = await import('../report/formats/console.ts');
  print(stdout, renderConsole(record, { color: usesColor(stdout, env), recordPath }));
}
