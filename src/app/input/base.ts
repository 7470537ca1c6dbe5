import { resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import type { Base } from '../../record/scope.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { scopeOfTarget } from '../../verdict/scope.ts';
import { isBreach, isJudged } from '../../verdict/judgement.ts';
import { ownProblemId } from '../../verdict/problems/breach.ts';
import type { Host } from '../host.ts';

/**
 * What an earlier run skipped and judged at each target, and with `newOnly` what was broken there.
 *
 * @throws HarnessError `ERR_USAGE` where the record lacks a target, `ERR_RECORD_INVALID` where it is none
 */
export async function readBases(
  { cwd }: Pick<Host, 'cwd'>,
  path: string,
  targets: readonly LoadedDescriptor[],
  newOnly: boolean,
): Promise<ReadonlyMap<string, Base>> {
  // Loaded only where there is a base, so that other runs start faster.
  const { readCheckedRecord } = await import('../../report/read-checked.ts');
  const record = await readCheckedRecord(resolve(cwd, path));
  const known = record.started.targets.map(({ name }) => name);
  const names = targets.map(({ descriptor }) => descriptor.name);
  const lacking = names.find((name) => !known.includes(name));
  if (lacking !== undefined)
    throw new HarnessError(
      'ERR_USAGE',
      `${newOnly ? '--new-only' : '--base'}: ${path} has no target "${lacking}"; it has ${known.join(', ')}`,
    );
  return new Map(
    names.map((name) => [name, { ...baseOf(record, name), ...(newOnly ? { broken: brokenIn(record, name) } : {}) }]),
  );
}

function baseOf(record: RunRecord, target: string): Base {
  const { started, findings } = record;
  const { ran, of } = scopeOfTarget(record, target);
  const own = findings.filter((finding) => finding.target === target && finding.fuzz === undefined);
  const instances = (isWanted: (verdict: Finding['verdict']) => boolean): string[] =>
    own.filter(({ verdict }) => isWanted(verdict)).map(({ instance }) => instance);
  return {
    runId: started.runId,
    skipped: instances((verdict) => verdict === 'skip'),
    judged: instances(isJudged),
    ...(ran < of ? { partial: true } : {}),
  };
}

/** By the causes of the single findings, whether another one explained them there or not. */
function brokenIn({ findings }: RunRecord, target: string): NonNullable<Base['broken']> {
  const own = findings.filter((finding) => finding.target === target && isBreach(finding.verdict));
  // Fails come last, and stay.
  const inOrder = own.toSorted((a, b) => Number(a.verdict === 'fail') - Number(b.verdict === 'fail'));
  return Object.fromEntries(
    inOrder.flatMap((finding) => {
      const id = ownProblemId(finding);
      return id === undefined
        ? []
        : [[id, finding.verdict === 'fail' ? ('fail' as const) : ('warn' as const)] as const];
    }),
  );
}
