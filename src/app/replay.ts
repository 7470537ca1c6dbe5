import { resolve } from 'node:path';
import type { RunStarted } from '../record/schema.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import type { Host } from './host.ts';
import { type Described, errandOf } from './replay/errand.ts';
import { outcomeOf, type ReplayOutcome } from './replay/outcome.ts';
import { readReplayed } from './replay/replayed.ts';
import { loadTarget, policyOf, sendAgain } from './replay/send-again.ts';
import { errandOfSeveral } from './replay/several.ts';

export type ReplayRequest = {
  /** A record, a suite that fuzzing saved, or a folder of them. */
  readonly path: string;
  /** A case in the record, or several with `*`. By default every finding of fuzzing. */
  readonly name?: string | undefined;
  /** Everything that is broken and not waived. */
  readonly failures: boolean;
  /** The descriptor of another target than the recorded one. */
  readonly target?: string | undefined;
  readonly unmasked: boolean;
};

/** Sends recorded or saved cases again. */
export async function replayCases(host: Host, request: ReplayRequest): Promise<ReplayOutcome> {
  const { cwd } = host;
  const { path, name, failures, target, unmasked } = request;
  const replayed = await readReplayed(cwd, path, { name, failures });
  const started = replayed.kind === 'saved' ? undefined : replayed.record.started;
  const policy = policyOf(started);
  const where = { cwd, recordFile: resolve(cwd, path), target };
  const { descriptors, ...work } =
    replayed.kind === 'several' ? errandOfSeveral(replayed, where, policy) : errandOf(replayed, where, policy);
  const targets = await Promise.all(descriptors.map((descriptor) => loadTarget(host, descriptor)));
  const now = await sendAgain(host, { ...work, targets, of: path, started, unmasked });
  const remarks = target === undefined ? [...changedSince(started, targets), ...descriptors.flatMap(notThere)] : [];
  return { ...outcomeOf(replayed, now), remarks };
}

/** What was replaced by the descriptor that the record holds. */
function notThere(described: Described): readonly string[] {
  if ('file' in described) return [];
  const { recorded, other } = described;
  const why =
    other === undefined
      ? 'was not found'
      : `is not as it was in the recorded run (--target ${other} takes it as it is now)`;
  return [`${recorded.target.descriptor} ${why}; what the record holds of it was used`];
}

/** The descriptor that is there now may describe another server, or this one otherwise. */
function changedSince(started: RunStarted | undefined, targets: readonly LoadedDescriptor[]): readonly string[] {
  return targets
    .filter(({ digest }) => started?.targets.every((recorded) => recorded.digest !== digest) === true)
    .map(({ path }) => `${path} is not as it was in the recorded run; --target names another descriptor`);
}
