import { HarnessError } from '../../errors.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { statusOf } from '../../verdict/status.ts';

/** Which findings of a record are meant. */
export type Wanted = {
  /** A case, an instance, or either after its target and a slash; `*` stands for any text. */
  readonly name?: string | undefined;
  /** Only what is broken, and not waived. */
  readonly failures: boolean;
};

export function isOfMany({ name, failures }: Wanted): boolean {
  return failures || name?.includes('*') === true;
}

/**
 * The findings that are meant, in the order of the record. What did not apply is left out.
 *
 * @throws HarnessError `ERR_USAGE` where there is none
 */
export function chooseFindings({ findings }: RunRecord, path: string, wanted: Wanted): readonly Finding[] {
  const { name, failures } = wanted;
  const named = findings.filter((finding) => name === undefined || isNamed(finding, name));
  const chosen = named.filter((finding) => (failures ? isFailure(finding) : finding.verdict !== 'skip'));
  if (chosen.length > 0) return chosen;
  const what = failures ? 'no fail or warn that is not waived' : 'no finding that applied';
  throw new HarnessError(
    'ERR_USAGE',
    `${path} has ${what}${name === undefined ? '' : ` and matches ${JSON.stringify(name)}`}`,
  );
}

function isFailure(finding: Finding): boolean {
  const status = statusOf(finding);
  return status === 'fail' || status === 'warn';
}

function isNamed({ target, instance, case: id }: Finding, pattern: string): boolean {
  const text = pattern.split('*').map(RegExp.escape).join('.*');
  const matcher = new RegExp(`^(?:${text})$`, 's');
  return [instance, id, `${target}/${instance}`, `${target}/${id}`].some((one) => matcher.test(one));
}
