import { defined } from '../defined.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import { strictPolicy } from '../../targets/reference/policy.ts';
import { hasDefaultPort } from '../../targets/reference/server.ts';
import { variants } from '../../targets/reference/variants.ts';
import type { Verdict } from '../record/schema.ts';
import type { Selection } from '../runner/select.ts';
import type { Case } from '../suite/schema.ts';
import type { SelftestContext, SelftestRun } from './context.ts';
import type { Outcome } from './job.ts';
import { type Kill, killsOf, namedKills } from './kills.ts';
import { readMasked } from './masked.ts';
import { namingOf } from './naming.ts';
import { runReference } from './reference.ts';
import { type Verdicts, verdictsOf } from './verdicts.ts';

/** A mutant has to be killed by a case that names a requirement which the mutant breaks. */
export async function judgeMutant(context: SelftestContext, id: string, full: boolean): Promise<Outcome> {
  const mutant = mutantOf(id);
  // Not every machine lets us listen on port 80.
  if (mutant.base === 'default-port' && !(await hasDefaultPort()))
    return { problems: [], kills: [], named: 0, counts: {} };
  const { kills, verdicts, gathered } = await untilNamed(context, mutant, selectionsFor(context, mutant, full));
  const named = namedKills(kills, mutant.requirements);
  return {
    problems: [...mutantProblems(named.length), ...scattered(gathered)],
    kills: [...new Set([...named, ...kills])],
    named: named.length,
    counts: {},
    verdicts,
  };
}

/** A defect has to be found whatever lawful peculiarity stands in front of it. */
export async function judgeMasked(context: SelftestContext, id: string): Promise<Outcome> {
  const { mutant: name, mask } = readMasked(id);
  const mutant = mutantOf(name);
  const { kills, verdicts } = await untilNamed(
    context,
    { ...mutant, base: mask },
    selectionsFor(context, mutant, false),
  );
  const named = namedKills(kills, mutant.requirements);
  return { problems: mutantProblems(named.length), kills: [...named], named: named.length, counts: {}, verdicts };
}

/** One defect is one thing to mend. Where it shows in two ways that nothing connects, it may be two problems. */
const problemsAtMost = 2;

function scattered(gathered: readonly string[]): readonly string[] {
  return gathered.length > problemsAtMost ? [`one defect is ${gathered.length} problems: ${gathered.join(', ')}`] : [];
}

type Judged = {
  readonly kills: readonly Kill[];
  readonly verdicts: Verdicts;
  /** The ids of problems that the sound server does not have. */
  readonly gathered: readonly string[];
};

async function untilNamed(context: SelftestContext, mutant: Mutant, selections: readonly Selection[]): Promise<Judged> {
  const kills: Kill[] = [];
  const verdicts: Record<string, Verdict> = {};
  const gathered = new Set<string>();
  for (const selection of selections) {
    const { base, found } = await runsUnder(context, mutant, selection);
    kills.push(...killsOf(base.findings, found.findings));
    Object.assign(verdicts, verdictsOf(found.findings));
    for (const id of problemIdsIn(found).difference(problemIdsIn(base))) gathered.add(id);
    if (namedKills(kills, mutant.requirements).length > 0) break;
  }
  return { kills, verdicts, gathered: [...gathered].toSorted() };
}

function problemIdsIn({ finished }: SelftestRun): ReadonlySet<string> {
  return new Set(finished.problems.map(({ id }) => id));
}

/** A sound server gets the same findings for every mutant, so each selection runs against it once. */
function soundRun(context: SelftestContext, variant: string | undefined, selection: Selection): Promise<SelftestRun> {
  const key = JSON.stringify([variant, selection]);
  const found = context.soundRuns.get(key) ?? runReference(context, defined({ variant }), selection);
  context.soundRuns.set(key, found);
  return found;
}

type Compared = { readonly base: SelftestRun; readonly found: SelftestRun };

async function runsUnder(context: SelftestContext, mutant: Mutant, selection: Selection): Promise<Compared> {
  const base = await soundRun(context, mutant.base, selection);
  const options = defined({ variant: mutant.base, mutant: mutant.id });
  return { base, found: await runReference(context, options, selection) };
}

function mutantProblems(named: number): readonly string[] {
  return named > 0 ? [] : ['survives: no case that names its requirement comes out worse than on a sound server'];
}

type Mutant = (typeof mutants)[number];

function mutantOf(id: string): Mutant {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new TypeError(`no such mutant: ${id}`);
  return mutant;
}

/** From quick to thorough: the cases and watches that name the requirement, then those that wait, then everything. */
function selectionsFor(context: SelftestContext, mutant: Mutant, full: boolean): readonly Selection[] {
  const { role, requirements } = mutant;
  const waitOf = waitingAt(mutant);
  const naming = namingOf(context, requirements);
  const waiting = naming.waiting.toSorted((a, b) => waitOf(a) - waitOf(b));
  const everything = { slow: false, roles: [role] };
  const waits = waiting.map((item) => ({ slow: true, roles: [role], cases: [item.id] }));
  if (full) return [everything, ...waits];
  const quick = naming.quick.length === 0 ? [] : [{ ...everything, cases: naming.quick }];
  return [...quick, ...waits, everything];
}

/** Seconds that a case waits at a mutant. */
function waitingAt({ base }: Mutant): (item: Case) => number {
  const policy = { ...strictPolicy, ...variants.find(({ id }) => id === base)?.policy };
  const lengths = {
    'iat-window': policy.iatPast + policy.iatFuture,
    'nonce-lifetime': policy.nonceLifetime,
    'token-lifetime': policy.tokenLifetime,
  };
  const secondsOf = (after: Case['exchanges'][number]['after']): number =>
    typeof after === 'object' ? lengths[after.of] + after.plus : (after ?? 0);
  return ({ exchanges }) => exchanges.reduce((sum, { after }) => sum + secondsOf(after), 0);
}
