import type { RunStarted } from '../record/schema.ts';
import type { Scope } from '../record/scope.ts';
import { isWhole } from '../verdict/scope.ts';
import type { ReportModel, TargetView } from './model.ts';
import { counted } from './text/counted.ts';
import { hasWaivedFail } from './views/problems.ts';

/** What a reader with ten seconds has to know of a run, in a sentence. */
export function headlineOf({ targets, gate }: Pick<ReportModel, 'targets' | 'gate'>): string {
  const [first, ...rest] = targets;
  if (first === undefined) return `Nothing was tested: ${gate.caveats[0] ?? 'no target is named'}`;
  if (rest.length === 0) return targetHeadline(first);
  const bad = targets.filter(({ problems }) => problems.some(({ status }) => status === 'fail'));
  if (bad.length > 0)
    return `${bad.map(({ name }) => name).join(' and ')} ${bad.length === 1 ? 'does' : 'do'} not conform to RFC 9449 (${bad.length} of ${counted(targets.length, 'target')}).`;
  return targets.map(targetHeadline).join(' ');
}

/** The same of one target. */
export function targetHeadline(target: TargetView): string {
  return `${standing(target)}${target.isCrashing ? ' The server crashes.' : ''}`;
}

function standing(target: TargetView): string {
  const { name, tone, problems, rulesBroken } = target;
  const broken = problems.filter(({ status }) => status === 'fail');
  if (broken.length > 0)
    return `${name} does not conform to RFC 9449: ${counted(rulesBroken, 'rule')} broken, probably ${counted(broken.length, 'cause')}.`;
  switch (tone) {
    case 'bad':
      return `${name} breaks no rule that it must keep, and does not meet what this run asks for.`;
    case 'unsure':
      return `Whether ${name} conforms to RFC 9449 cannot be said${because(target)}`;
    case 'partial':
      return `${name} breaks no rule that it must keep, in the part that was run${beside(target)}.`;
    case 'measured':
      return `${name} was measured, not judged.`;
    case 'good':
      return `${name} ${problems.some(hasWaivedFail) ? 'keeps' : 'conforms to'} RFC 9449 in all that was tried${beside(target)}.`;
    default:
      return tone satisfies never;
  }
}

/** Errors are shown by themselves. */
function because({ caveats, errors }: TargetView): string {
  return caveats[0] === undefined || errors.length > 0 ? '.' : `: ${caveats[0]}`;
}

/** What is broken and waived is not kept, and a reader has to see it. */
function beside({ problems }: TargetView): string {
  const fails = problems.filter(hasWaivedFail).length;
  const warned = problems.filter(({ status }) => status === 'warn').length;
  const waived = problems.filter((view) => view.status === 'waived' && !hasWaivedFail(view)).length;
  const are = (count: number): string => (count === 1 ? 'is' : 'are');
  const parts = [
    ...(fails === 0 ? [] : [`apart from ${counted(fails, 'problem')} that ${are(fails)} waived`]),
    ...(warned === 0 ? [] : [`with ${counted(warned, 'warning')}`]),
    ...(waived === 0 ? [] : [`with ${counted(waived, 'warning')} that ${are(waived)} waived`]),
  ];
  return parts.length === 0 ? '' : `, ${parts.join(' and ')}`;
}

/** Clients are not fuzzed. */
function isFuzzed(targets: RunStarted['targets'] | undefined): boolean {
  return targets === undefined || targets.some(({ roles }) => !roles.includes('client'));
}

/** What was run: `all 1281 cases, fuzz seed 1` or `PARTIAL: 1 of 1281 cases`. */
export function scopeLine(
  scope: Scope,
  { seed, targets }: Pick<RunStarted, 'seed'> & Partial<Pick<RunStarted, 'targets'>>,
): string {
  if (isWhole(scope))
    return `all ${counted(scope.of, 'case')} that apply${isFuzzed(targets) ? `, fuzz seed ${seed}` : ''}`;
  return `PARTIAL: ${scope.ran} of ${counted(scope.of, 'case')} (${scope.why.join('; ')})`;
}
