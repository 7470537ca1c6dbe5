import type { Finding, RunRecord, RunStarted } from '../../record/schema.ts';
import { type GradedRequirement, severityOf } from '../policy.ts';
import { judgedBy, judgedByClient, strictestFirst } from '../weigh.ts';
import { Inconsistent } from './evidence.ts';
import { planOf } from './plan-of.ts';

/**
 * The requirements of a finding are those of its plan, in the order in which they weigh, each graded by the policy of the run.
 *
 * @throws Inconsistent
 */
export function checkGrades(started: RunStarted, asked: Asked, finding: Finding): void {
  const { requirements, target, basis } = finding;
  for (const { id, severity, ...grounds } of requirements) {
    const due = severityOf(grounds, started.strict);
    if (severity !== due)
      throw new Inconsistent(`${id} is graded ${severity}, and by the policy of the run it is ${due}`);
    if (grounds.by !== undefined && !started.profiles.includes(grounds.by.profile))
      throw new Inconsistent(`${id} is graded by the profile ${grounds.by.profile}, which was not selected`);
  }
  const claims = new Set(started.targets.find(({ name }) => name === target)?.claims);
  const due = dueIds(finding, claims);
  if (basis.by === 'confirmation' || basis.by === 'loss') checkStrictestFirst(finding, due);
  else checkSequence(finding, due);
  checkNoneMissing(finding, due, asked[finding.role]);
}

function dueIds(finding: Finding, claims: ReadonlySet<string>): readonly string[] {
  const plan = planOf(finding);
  switch (plan.kind) {
    case 'case':
      return judgedBy(plan.case, claims);
    case 'client-case':
      return judgedByClient(plan.case);
    case 'watch':
    case 'client-watch':
      return plan.watch.requirements;
    default:
      return plan satisfies never;
  }
}

function checkSequence({ requirements }: Finding, due: readonly string[]): void {
  const places = requirements.map(({ id }) => due.indexOf(id));
  const isInOrder = places.every((place, index) => place > (places[index - 1] ?? -1));
  if (!isInOrder) throw new Inconsistent('its requirements are not those of its plan, in their order');
}

function checkStrictestFirst(finding: Finding, due: readonly string[]): void {
  const { requirements } = finding;
  const plan = planOf(finding);
  const own = plan.kind === 'case' ? plan.case.requirements : [];
  const sorted = strictestFirst({ requirements: own }, gradedOf(requirements));
  const isDue = requirements.every(({ id }) => due.includes(id));
  if (!isDue || sorted.some(({ id }, index) => id !== requirements[index]?.id))
    throw new Inconsistent('its requirements are not those of its plan, the strictest first');
}

/** A requirement that the run asks for, and that the plan names, is among those of the finding. */
function checkNoneMissing({ requirements }: Finding, due: readonly string[], asked: ReadonlySet<string>): void {
  const missing = due.find((id) => asked.has(id) && requirements.every((one) => one.id !== id));
  if (missing !== undefined) throw new Inconsistent(`${missing}, which its plan is about, is missing`);
}

/** The rows of the catalogue that the run asks for, by role; none where the record does not name them. */
export type Asked = Readonly<Record<Finding['role'], ReadonlySet<string>>>;

export function askedOf({ coverage }: Pick<RunRecord, 'coverage'>): Asked {
  const rows = (coverage?.rows ?? []).filter(({ isAsked }) => isAsked);
  const of = (role: Finding['role']): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.role === role).map(({ id }) => id));
  return { as: of('as'), rs: of('rs'), client: of('client') };
}

/** The requirements of a finding as the verdict functions take them. */
export function gradedOf(requirements: Finding['requirements']): readonly GradedRequirement[] {
  return requirements.map(({ by, ...row }) => ({ ...row, ...(by === undefined ? {} : { by }) }));
}
