import type { Problem } from '../../record/problem.ts';
import type { Assertion, Finding } from '../../record/schema.ts';
import { isBreach } from '../judgement.ts';
import { expectations } from '../judge-step.ts';
import { type Cause } from './cause.ts';
import { causeOf, crashCause, isOfProof, uncheckedProof, uncheckedRequest } from './causes.ts';
import { memberSetBy, opsOf } from './delta.ts';

/** As much of a finding as its cause follows from. */
type Shown = Pick<Finding, 'verdict' | 'crash' | 'assertions' | 'requirements' | 'case' | 'title' | 'role' | 'plan'>;

/** What a finding shows of its cause. */
type Broken = { readonly kind: Problem['kind']; readonly cause: Cause };

/** A finding that shows something broken. */
export type Breach = Broken & { readonly finding: Finding };

/** Of a finding that is neither a fail nor a warn: nothing. */
export function breachOf(finding: Finding): Breach | undefined {
  const broken = brokenBy(finding);
  return broken && { ...broken, finding };
}

export function problemId(role: Finding['role'], { kind, cause }: Broken): string {
  return [role, cause.id, ...(kind === 'refusal' ? ['refusal'] : [])].join(':');
}

/** The id of the problem that a finding belongs to by its own cause, whatever explains it in its run. */
export function ownProblemId(finding: Shown): string | undefined {
  const broken = brokenBy(finding);
  return broken && problemId(finding.role, broken);
}

/** The ids of the problems that a finding may belong to: that of its own cause, and those that would explain it. */
export function problemIdsOf(finding: Shown): readonly string[] {
  const broken = brokenBy(finding);
  if (broken === undefined) return [];
  const { kind, cause } = broken;
  const wider = widerCauses(kind, cause.id).map((id) => [finding.role, id].join(':'));
  return [...new Set([problemId(finding.role, broken), ...wider])];
}

/** The causes that explain a breach where they show at the same place, the widest first. */
export function widerCauses(kind: Problem['kind'], cause: string): readonly string[] {
  if (kind === 'crash') return [];
  if (kind !== 'acceptance') return [uncheckedRequest.id];
  return [
    uncheckedRequest.id,
    ...(isOfProof(cause) ? [uncheckedProof.id] : []),
    ...(needsSignature.includes(cause) ? ['signature'] : []),
    ...(cause === 'request-uri' ? ['htu'] : []),
  ];
}

/** What only a verified signature makes worth looking at. */
const needsSignature = ['alg', 'jwk', 'weak-key'];

function brokenBy(finding: Shown): Broken | undefined {
  if (!isBreach(finding.verdict)) return undefined;
  if (finding.crash === true) return { kind: 'crash', cause: crashCause };
  const leading = leadingAssertion(finding);
  return { kind: kindOf(leading), cause: causeAt(finding, leading) };
}

/** The one that made the verdict. */
function leadingAssertion({ assertions, verdict }: Shown): Assertion | undefined {
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

/** Where the rule speaks of all claims or checks alike, the member that was changed shows the cause. */
function causeAt(finding: Shown, leading: Assertion | undefined): Cause {
  const row = leading?.requirement ?? finding.requirements[0]?.id ?? finding.case;
  const member = isOfAnyMember(row) ? changedMember(finding) : undefined;
  const [requirement] = finding.requirements.filter(({ id }) => id === row);
  return (
    causeOf(member === undefined ? row : (rowsOfMembers[member] ?? row), finding.role) ?? {
      id: row,
      about: requirement?.summary ?? finding.title,
      harm: requirement === undefined ? '' : `This is broken: ${requirement.summary}`,
      rows: row,
    }
  );
}

function isOfAnyMember(row: string): boolean {
  return ['RFC9449-4.3-03e', 'RFC9449-4.3-02b', 'RFC9449-10.1-02'].includes(row);
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

function changedMember(finding: Shown): string | undefined {
  return opsOf(finding).flatMap((op) => memberSetBy(op) ?? [])[0];
}

/** The requirement whose breach made the verdict. */
export function brokenRequirement(finding: Shown): string | undefined {
  return leadingAssertion(finding)?.requirement ?? finding.requirements[0]?.id;
}
