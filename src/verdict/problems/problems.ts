import type { Problem } from '../../record/problem.ts';
import type { RunRecord } from '../../record/schema.ts';
import { type Breach, breachOf, problemId, widerCauses } from './breach.ts';
import { type Cause, codeThief } from './cause.ts';
import { uncheckedProof, uncheckedRequest } from './causes.ts';
import { hasTextForProof, sizeOf } from './delta.ts';
import { seenTitle } from './seen-title.ts';

/** The breaches of a run, gathered by what a server engineer would mend in one go; worst first, waived ones last. */
export function problemsOf({ findings, started }: Pick<RunRecord, 'findings' | 'started'>): readonly Problem[] {
  const order = started.targets.map(({ name }) => name);
  const groups = Map.groupBy(explained(findings.flatMap((finding) => breachOf(finding) ?? [])), keyOf);
  return [...groups.values()]
    .map(problemOf)
    .toSorted((a, b) => order.indexOf(a.target) - order.indexOf(b.target) || rankOf(a) - rankOf(b) || byWeight(a, b));
}

/** A check that is missing altogether explains what it would have refused, at the places where it is missing. */
function explained(breaches: readonly Breach[]): readonly Breach[] {
  const shown = new Map(breaches.flatMap((breach) => shownBy(breach).map((cause) => [keyAt(breach, cause.id), cause])));
  const hasBoth = (breach: Breach): boolean =>
    shown.has(keyAt(breach, uncheckedProof.id)) && shown.has(keyAt(breach, uncheckedRequest.id));
  return breaches.map((breach): Breach => {
    const wider = widerCauses(breach.kind, breach.cause.id)
      .filter((id) => id !== uncheckedRequest.id || hasBoth(breach))
      .flatMap((id) => shown.get(keyAt(breach, id)) ?? []);
    return { ...breach, cause: wider[0] ?? breach.cause };
  });
}

/** The wider causes that a breach shows to be at its place. */
function shownBy(breach: Breach): readonly Cause[] {
  const { kind, cause, finding } = breach;
  if (kind !== 'acceptance') return [];
  const isOfSender = cause.id === 'client-authentication' || cause.id === 'access-token';
  const isAnyUri = cause.id === 'htu' && finding.verdict === 'fail';
  return [
    ...(hasTextForProof(finding) ? [uncheckedProof] : []),
    ...(isOfSender ? [uncheckedRequest] : []),
    ...(isUnsigned(breach) || isAnyUri ? [cause] : []),
  ];
}

function keyAt({ finding: { target, role, place } }: Breach, cause: string): string {
  return JSON.stringify([target, role, place, cause]);
}

/** A signature that fits no key at all was taken. */
function isUnsigned({ kind, finding }: Breach): boolean {
  const shown = ['RFC9449-4.3-06a', 'RFC9449-4.3-06b'];
  return kind === 'acceptance' && finding.verdict === 'fail' && shown.includes(finding.requirements[0]?.id ?? '');
}

function keyOf({ finding: { target, role }, kind, cause }: Breach): string {
  return JSON.stringify([target, role, cause.id, groupKind(kind)]);
}

/** An answer that is not as it must be, and an acceptance, come of one cause; the refusal of what is lawful comes of another. */
function groupKind(kind: Problem['kind']): string {
  return kind === 'answer' ? 'acceptance' : kind;
}

function problemOf(group: readonly Breach[]): Problem {
  const breaches = group.toSorted(byEvidence);
  const [lead] = breaches;
  if (lead === undefined) throw new TypeError('a problem has a finding');
  const { finding, kind, cause } = lead;
  const isWaived = breaches.every((one) => one.finding.waiver !== undefined);
  return {
    id: problemId(finding.role, lead),
    target: finding.target,
    role: finding.role,
    kind,
    title: seenTitle(finding),
    about: cause.about,
    harm: harmOf(lead, breaches),
    verdict: finding.verdict === 'fail' ? 'fail' : 'warn',
    ...(isWaived ? { waived: true as const } : {}),
    places: [...new Set(breaches.map((one) => one.finding.place))].toSorted(),
    requirements: [...new Set(breaches.flatMap((one) => one.finding.requirements[0]?.id ?? []))],
    findings: breaches.map((one) => one.finding.instance),
  };
}

/** A proof with a pushed request binds the code, and no access token yet (RFC 9449 §10.1). */
function harmOf({ kind, cause }: Breach, breaches: readonly Breach[]): string {
  if (kind === 'refusal') return 'Clients that keep to the RFC are turned away.';
  const isOfCodes = cause.id === uncheckedProof.id && breaches.every(({ finding }) => finding.place === 'par');
  return isOfCodes ? codeThief : cause.harm;
}

/** First what counts, then what weighs most, then what somebody wrote down and shows with the least. */
function byEvidence({ finding: a }: Breach, { finding: b }: Breach): number {
  return (
    Number(a.waiver !== undefined) - Number(b.waiver !== undefined) ||
    Number(a.verdict !== 'fail') - Number(b.verdict !== 'fail') ||
    Number(a.fuzz !== undefined) - Number(b.fuzz !== undefined) ||
    sizeOf(a) - sizeOf(b) ||
    a.index - b.index
  );
}

function rankOf({ waived, verdict }: Problem): number {
  if (waived === true) return 2;
  return verdict === 'fail' ? 0 : 1;
}

function byWeight(a: Problem, b: Problem): number {
  return b.findings.length - a.findings.length || a.id.localeCompare(b.id);
}
