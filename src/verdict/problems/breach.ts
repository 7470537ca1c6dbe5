import type { Problem } from '../../record/problem.ts';
import type { Assertion, Finding } from '../../record/schema.ts';
import { isBreach } from '../judgement.ts';
import { expectations } from '../judge-step.ts';
import { type Cause } from './cause.ts';
import { causeOf, crashCause } from './causes.ts';
import { isOpSetting, opsOf } from './delta.ts';

/** A finding that shows something broken, and what it shows of the cause. */
export type Breach = {
  readonly finding: Finding;
  readonly kind: Problem['kind'];
  readonly cause: Cause;
};

/** Of a finding that is neither a fail nor a warn: nothing. */
export function breachOf(finding: Finding): Breach | undefined {
  if (!isBreach(finding.verdict)) return undefined;
  if (finding.crash === true) return { finding, kind: 'crash', cause: crashCause };
  const leading = leadingAssertion(finding);
  return { finding, kind: kindOf(leading), cause: causeAt(finding, leading) };
}

/** The one that made the verdict. */
function leadingAssertion({ assertions, verdict }: Finding): Assertion | undefined {
  return assertions.find((one) => one.verdict === verdict);
}

function kindOf(assertion: Assertion | undefined): Problem['kind'] {
  switch (assertion?.expected) {
    case expectations.refuse:
    case expectations.once:
      return 'acceptance';
    case expectations.accept:
      return 'refusal';
    default:
      return 'answer';
  }
}

/** Where the rule speaks of all claims or texts alike, the member that was changed shows the cause. */
function causeAt(finding: Finding, leading: Assertion | undefined): Cause {
  const row = leading?.requirement ?? finding.requirements[0]?.id ?? finding.case;
  const member = isOfAnyMember(row) ? changedMember(finding) : undefined;
  const [requirement] = finding.requirements.filter(({ id }) => id === row);
  return (
    causeOf(member === undefined ? row : (rowsOfMembers[member] ?? row)) ?? {
      id: row,
      about: requirement?.summary ?? finding.title,
      harm: requirement === undefined ? '' : `This is broken: ${requirement.summary}`,
      rows: row,
    }
  );
}

function isOfAnyMember(row: string): boolean {
  return row === 'RFC9449-4.3-03e' || row === 'RFC9449-4.3-02b';
}

const rowsOfMembers: Readonly<Record<string, string>> = {
  jti: 'RFC9449-4.3-03a',
  htm: 'RFC9449-4.3-03b',
  htu: 'RFC9449-4.3-03c',
  iat: 'RFC9449-4.3-03d',
  ath: 'RFC9449-4.3-12a',
  nonce: 'RFC9449-4.3-10',
  typ: 'RFC9449-4.3-04a',
  alg: 'RFC9449-4.3-05a',
  jwk: 'RFC9449-4.3-06c',
};

function changedMember(finding: Finding): string | undefined {
  return opsOf(finding).flatMap((op) => isOpSetting(op) ?? [])[0];
}
