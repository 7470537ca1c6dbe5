import { claimed } from '../bench/offer.ts';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import { release } from 'node:os';
import type { Machine } from '../record/described.ts';
import { recordVersion, type RunStarted, type Waiver } from '../record/schema.ts';
import type { Asked, Base, GateWord } from '../record/scope.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { gateWords } from '../verdict/against.ts';
import { narrowingsOf, type Policy, type Selection } from './select.ts';

/** What the record says of a run before it begins. */
export type StartOptions = {
  readonly targets: readonly LoadedDescriptor[];
  readonly suiteDigest: string;
  readonly selection: Selection;
  /** What leaves something out beside the selection. */
  readonly narrowedBy?: Asked['narrowed'];
  readonly policy: Policy;
  readonly seed: number;
  readonly failOn: readonly GateWord[];
  /** Percent of the rules asked of a target that have to be judged. */
  readonly minJudged?: number | undefined;
  /** By which a skip is new, by the name of its target. */
  readonly bases?: ReadonlyMap<string, Base>;
  /** Nothing is to be judged: the targets are only measured. */
  readonly measuresOnly?: boolean;
  /** What to put into the record about this run itself. */
  readonly runInfo: Pick<RunStarted, 'runId' | 'proofmark' | 'command'>;
  /** Today's date, `YYYY-MM-DD`, for waivers that expire. */
  readonly today: string;
};

/**
 * Without anything by which a skip is new, the gate could never go red over one.
 *
 * @throws HarnessError `ERR_USAGE` naming the target
 */
export function checkGate({ failOn, targets }: RunStarted): void {
  const bare = targets.find(
    ({ base, waivers = [] }) => base === undefined && waivers.every(({ verdict }) => verdict !== 'skip'),
  );
  if (!failOn.includes('skip') || bare === undefined) return;
  throw new HarnessError(
    'ERR_USAGE',
    `--fail-on skip: nothing says which skips of "${bare.name}" are expected; ` +
      'name an earlier record with --base, or put expected skips (verdict: skip) into the waiver file of the descriptor',
  );
}

/** What the record says first. `waivers`: those of each target, in their order. */
export function startEvent(options: StartOptions, waivers: readonly (readonly Waiver[])[]): RunStarted {
  const { runInfo, seed, policy, failOn, suiteDigest, today, measuresOnly, selection, narrowedBy = [] } = options;
  return {
    type: 'run-started',
    recordVersion,
    ...runInfo,
    node: process.version,
    machine: machineAt(new Date()),
    startedAt: new Date().toISOString(),
    today,
    ...(measuresOnly === true ? { measuresOnly } : {}),
    seed,
    profiles: policy.profiles.map(({ id }) => id),
    strict: policy.strict,
    failOn: gateWords.filter((word) => word === 'fail' || failOn.includes(word)),
    ...defined({ minJudged: options.minJudged }),
    scope: { narrowed: [...narrowingsOf(selection), ...narrowedBy], slow: selection.slow },
    suiteDigest,
    targets: options.targets.map((target, index) => {
      const base = options.bases?.get(target.descriptor.name);
      return { ...targetStart(target, waivers[index] ?? []), ...defined({ base }) };
    }),
  };
}

function machineAt(now: Date): Machine {
  const minutes = -now.getTimezoneOffset();
  const digits = (count: number): string => String(Math.floor(Math.abs(count))).padStart(2, '0');
  return {
    system: `${process.platform} ${release()} ${process.arch}`,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    offset: `${minutes < 0 ? '-' : '+'}${digits(minutes / 60)}:${digits(minutes % 60)}`,
  };
}

function targetStart(
  { descriptor, client, path, digest, text, waiverFile, lines }: LoadedDescriptor,
  waivers: readonly Waiver[],
): RunStarted['targets'][number] {
  const claims = [...claimed(descriptor)];
  return {
    name: descriptor.name,
    descriptor: path,
    digest,
    text,
    limits: client?.limits ?? descriptor.limits,
    ...defined({ product: descriptor.product, waiverFile }),
    roles: [
      ...(descriptor.as === undefined ? [] : ['as' as const]),
      ...(descriptor.rs === undefined ? [] : ['rs' as const]),
      ...(client === undefined ? [] : ['client' as const]),
    ],
    lines,
    ...(claims.length === 0 ? {} : { claims }),
    ...(waivers.length === 0 ? {} : { waivers: [...waivers] }),
  };
}
