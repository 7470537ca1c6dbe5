import type { RunDifference } from '../../verdict/difference/difference.ts';

/** Why the two runs are not fully alike, so that a difference may not be one of the server. */
export function caveatsOf({ before, after, targets, onlyBefore, onlyAfter }: RunDifference): readonly string[] {
  const [only] = targets.length === 1 ? targets : [];
  const isRenamed = only !== undefined && only.before.target !== only.after.target;
  const claims = targets.filter((target) => !isAlike(target.before.claims, target.after.claims));
  return [
    ...(isRenamed ? [`Two names, ${only.before.target} and ${only.after.target}, are compared as one target.`] : []),
    ...onlyBefore.map((name) => `${name} is only in the earlier run, and is not compared.`),
    ...onlyAfter.map((name) => `${name} is only in the later run, and is not compared.`),
    ...(before.runId === after.runId ? ['Both records are of one run.'] : []),
    ...(before.startedAt > after.startedAt ? ['The run that is named first is the later one.'] : []),
    ...(before.proofmark === after.proofmark
      ? []
      : [`Proofmark is another one (${before.proofmark}, then ${after.proofmark}): it may judge otherwise.`]),
    ...(before.suiteDigest === after.suiteDigest
      ? []
      : [
          'The suites are not the same: a case that only one run has is counted by itself, and is no news of the server.',
        ]),
    ...(isAlike(before.profiles, after.profiles)
      ? []
      : [
          `The profiles differ (${listed(before.profiles)}, then ${listed(after.profiles)}): grades may differ by them.`,
        ]),
    ...(before.strict === after.strict ? [] : ['Only one of the runs was strict (--strict): grades differ by that.']),
    ...claims.map(({ after: { target } }) => `The claims of ${target} differ: grades may differ by them.`),
    ...(before.seed === after.seed
      ? []
      : [
          `The seeds differ (${before.seed}, then ${after.seed}): fuzzing tried other plans, and what only one found is no news.`,
        ]),
  ];
}

function isAlike(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
}

function listed(names: readonly string[]): string {
  return names.join(', ') || 'core';
}
