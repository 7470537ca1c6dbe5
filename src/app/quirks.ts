import { measurements } from '../quirks/catalogue.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { measure } from './after-cases/measure.ts';
import { defined } from '../defined.ts';
import type { Host, Outcome } from './host.ts';
import { loadServers } from './input/load-targets.ts';
import { checkQuirkIds } from './input/quirks-file.ts';
import { inOwnFolder, type OutputRequest } from './recording/begin.ts';
import { recordRun, type RunSettings } from './recording/record-run.ts';
import { reportRun } from './recording/report-run.ts';
import { digestOf } from './recording/suite-digest.ts';

export const quirkIds: readonly string[] = measurements.map(({ id }) => id);

export type QuirksRequest = OutputRequest & {
  /** Paths of descriptors. */
  readonly descriptors: readonly string[];
  /** Whether to measure quirks that take minutes. */
  readonly slow: boolean;
  /** Ids of quirks. By default all. */
  readonly only?: readonly string[] | undefined;
};

/** Measures the quirks of the targets, and judges nothing. */
export async function measureTargets(host: Host, request: QuirksRequest): Promise<Outcome> {
  const { descriptors, slow, only } = request;
  checkQuirkIds(only, quirkIds);
  const targets = await loadServers(host, descriptors);
  return inOwnFolder(host, request, async (beginning) => {
    const { exitCode } = await recordRun(host, beginning, {
      ...nothingJudged,
      targets: targets.map(withoutWaivers),
      selection: { slow },
      afterCases: measure({ slow, log: host.events.log, ...defined({ only }) }),
    });
    const { recordPath, reports } = await reportRun(host, beginning, ['quirks', 'html']);
    return { exitCode, recordPath, reports };
  });
}

/** Without waivers, because nothing is judged. */
function withoutWaivers({ descriptor: { waivers: _waivers, ...descriptor }, ...loaded }: LoadedDescriptor) {
  return { ...loaded, descriptor };
}

const nothingJudged: Omit<RunSettings, 'targets' | 'selection'> = {
  measuresOnly: true,
  suites: [],
  isPartial: true,
  suiteDigest: digestOf([], []),
  resolve: () => undefined,
  policy: { profiles: [], strict: false },
  seed: 0,
  failOn: ['fail'],
  narrowedBy: [{ by: 'measurements only' }],
  unmasked: false,
};
