import { inParallel } from '../../pool.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { HarnessError } from '../../errors.ts';
import { whyNot } from '../../runner/applies.ts';
import type { Bench } from '../../bench/bench.ts';
import { openSession } from '../../bench/open-session.ts';
import { createSessions } from '../../bench/sessions.ts';
import type { Case, Need, Place } from '../../suite/schema.ts';
import { type Model, perform, type Seen, sequences } from './commands.ts';
import type { Playing } from './play.ts';
import { requirementsOf, sequenceCase } from './sequence-case.ts';
import type { Action, Track } from './step.ts';
import { actionsOf, tracks, turns } from './tracks.ts';
import fc from 'fast-check';

export type Hunt = {
  readonly bench: Bench;
  readonly places: ReadonlySet<Place>;
  readonly seed: number;
  /** How many sequences. */
  readonly count: number;
  readonly width: number;
  readonly overBudget: () => string | undefined;
  /** Why it breaks off: a token that could not be had, as a rule. */
  readonly onTrouble: (why: string) => void;
  /** SentStep already by other means, and so neither shrunk nor told again. */
  readonly isKnown: (place: Place, requirement: string) => boolean;
};

export type SequenceFound = {
  readonly case: Case;
  readonly origin: { readonly phase: 'openings' | 'sequences'; readonly seed: number; readonly index: number };
  /** Where fast-check found the shortest one, counted from seed and index. */
  readonly path?: string;
};

export type Hunted = { readonly found: readonly SequenceFound[]; readonly played: number };

/** Steps of one sequence; fewer where each costs a login. */
const longest = { cheap: 8, costly: 4 } as const;

/** Plays sequences, and shortens those that surprise. Same seed and same target: the same ones. */
export async function huntSequences(hunt: Hunt): Promise<Hunted> {
  const width = Math.min(hunt.width, mostAtOnce);
  const open = await openTracks(hunt);
  const inTurn = turns.flatMap((id) => open.filter(({ track }) => track.id === id));
  if (inTurn.length === 0) return { found: [], played: 0 };
  const scripts =
    hunt.count > turns.length ? open.flatMap(scriptsOf).map((script, index) => ({ ...script, index })) : [];
  const sightings = (await inParallel(scripts, width, (script) => tryScript(hunt, script))).flat();
  let played = scripts.length;
  const plans = Array.from({ length: hunt.count }, (_, index) => ({ index, seed: seedOf(hunt.seed, index) }));
  await inParallel(plans, width, async ({ index, seed }) => {
    const on = inTurn[index % inTurn.length];
    if (on === undefined || hunt.overBudget() !== undefined) return;
    played += 1;
    const seen = await playOnce(hunt, on, seed);
    sightings.push(...seen.map((one) => ({ ...on, seed, index, seen: one })));
  });
  const found: SequenceFound[] = [];
  for (const cluster of clustered(sightings.toSorted(bySize), hunt)) {
    const one = await shortest(hunt, cluster);
    if (one !== undefined) found.push(one);
  }
  return { found, played };
}

/** More at once would teach nothing: what one sequence does is done one step after the other. */
const mostAtOnce = 6;

type Open = { readonly track: Track; readonly actions: readonly Action[]; readonly needs: ReadonlyMap<Action, Needs> };
type Needs = readonly Need[];
type Script = Open & { readonly index: number; readonly script: readonly Action[] };
type Sighting = Open & {
  readonly seed: number;
  readonly index: number;
  readonly seen: Seen;
  /** Where it was not drawn. */
  readonly script?: readonly Action[];
};

async function openTracks({ bench, places }: Hunt): Promise<readonly Open[]> {
  const open: Open[] = [];
  for (const track of tracks) {
    if (!places.has(track.place) || !isMet(bench, track.place, track.needs)) continue;
    if (!(await canOpen(bench, track))) continue;
    const actions = actionsOf(track, places, bench.loaded.descriptor.claims.replayDetection !== false);
    const needs = new Map(actions.map((action) => [action, action.needs ?? []]));
    open.push({ track, needs, actions: actions.filter((action) => isMet(bench, track.place, action.needs ?? [])) });
  }
  return open;
}

function isMet(bench: Bench, place: Place, needs: Needs): boolean {
  const item: Case = {
    id: 'sequence',
    title: '',
    requirements: ['PM-LAWFUL'],
    at: [place],
    needs: [...needs],
    exchanges: [{ delta: [], expect: 'observe' }],
  };
  const suite = { id: 'fuzz', title: '', section: '', cases: [] };
  const base = { kind: 'case', id: 'sequence', index: 0, suite, requirements: [] } as const;
  return whyNot(bench, { ...base, place, case: item }) === undefined;
}

async function canOpen(bench: Bench, { place, session: spec }: Track): Promise<boolean> {
  try {
    await openSession(bench, { place, spec });
    return true;
  } catch (error) {
    if (error instanceof Inapplicable) return false;
    throw error;
  }
}

/** Everything that can be done, once, after what has to go before it; and what only shows after three steps. */
function scriptsOf(open: Open): readonly Omit<Script, 'index'>[] {
  const named = (...ids: readonly string[]): readonly Action[] =>
    ids.flatMap((id) => open.actions.filter((action) => action.id === id));
  const short = open.actions.map((action) => [...named(...(action.after ?? ['call'])), action]);
  const flooded = [named('call', 'flood', 'replay')].filter(({ length }) => length === 3);
  const challenged = [named('no-nonce', 'no-nonce')].filter(({ length }) => length === 2);
  return [...short, ...flooded, ...challenged].map((script) => ({ ...open, script }));
}

async function tryScript(hunt: Hunt, script: Script): Promise<readonly Sighting[]> {
  if (hunt.overBudget() !== undefined) return [];
  const seen = await playScript(hunt, script, script.script);
  return seen.map((one) => ({ ...script, seed: hunt.seed, seen: one }));
}

async function playScript(
  { bench, onTrouble }: Hunt,
  { track }: Open,
  script: readonly Action[],
): Promise<readonly Seen[]> {
  const surprises: Seen[] = [];
  const model: Model = { past: [], isOver: false };
  const told = (seen: Seen): void => {
    if (seen.surprise !== undefined) surprises.push(seen);
  };
  const real = { stage: newStage(bench, track), told };
  try {
    for (const action of script) if (!model.isOver) await perform(action, 0, model, real);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    onTrouble(error.message);
  }
  return surprises;
}

function newStage(bench: Bench, track: Track): Playing {
  return { bench, track, sessions: createSessions(bench), earlier: new Map() };
}

/** One sequence with new keys and tokens, to its end; returns what surprised. */
async function playOnce(hunt: Hunt, open: Open, seed: number): Promise<readonly Seen[]> {
  const surprises: Seen[] = [];
  const property = propertyOf(hunt, open, (seen) => {
    if (seen.surprise !== undefined) surprises.push(seen);
  });
  await fc.check(property, { ...asIs, seed, endOnFailure: true });
  return surprises;
}

/** The first runs of a check are biased towards short sequences. */
const asIs = { numRuns: 1, unbiased: true } as const;

function propertyOf({ bench }: Hunt, { track, actions }: Open, told: (seen: Seen) => void) {
  const most = track.isCostly ? longest.costly : longest.cheap;
  return fc.asyncProperty(sequences(actions, most), async (commands) => {
    const model: Model = { past: [], isOver: false };
    await fc.asyncModelRun(() => ({ model, real: { stage: newStage(bench, track), told } }), commands);
  });
}

/** A surprise is seen again alone, and shortened so long as it stays the same one. */
const mostRuns = 40;
const longestMs = 20_000;
/** Surprises of one kind that are tried, until one shows alone. */
const mostTries = 3;

async function shortest(hunt: Hunt, cluster: readonly Sighting[]): Promise<SequenceFound | undefined> {
  for (const sighting of cluster.slice(0, mostTries)) {
    const small = await (sighting.script === undefined
      ? shrink(hunt, sighting)
      : trim(hunt, sighting, sighting.script));
    if (small !== undefined) return small;
  }
  const [first] = cluster;
  return first === undefined ? undefined : foundOf(first, first.seen);
}

/** Without the steps that it does not take. */
async function trim(hunt: Hunt, sighting: Sighting, script: readonly Action[]): Promise<SequenceFound | undefined> {
  for (const kept of [script.slice(-1), script.slice(-2), script]) {
    const shown = await playScript(hunt, sighting, kept);
    const same = shown.find((seen) => signatureOf({ ...sighting, seen }) === signatureOf(sighting));
    if (same !== undefined) return foundOf(sighting, same);
  }
  return undefined;
}

async function shrink(hunt: Hunt, sighting: Sighting): Promise<SequenceFound | undefined> {
  const signature = signatureOf(sighting);
  let smallest: Seen | undefined;
  let runs = 0;
  const property = propertyOf(hunt, sighting, (seen) => {
    if (seen.past.length === 0) runs += 1;
    if (runs > mostRuns || hunt.bench.signal.aborted) throw new fc.PreconditionFailure(true);
    if (seen.surprise === undefined || signatureOf({ ...sighting, seen }) !== signature) return;
    smallest = seen;
    throw new Error(signature);
  });
  const { seed } = sighting;
  const run = await fc.check(property, { ...asIs, seed, plugins: [fc.interruptAfterTimeLimit(longestMs)] });
  if (smallest === undefined) return undefined;
  const replayPath = /replayPath="([^"]*)"/.exec(String((run.counterexample as readonly unknown[] | null)?.[0]))?.[1];
  return foundOf(
    sighting,
    smallest,
    [run.counterexamplePath, replayPath].filter((part) => typeof part === 'string').join(' '),
  );
}

function foundOf({ track, needs, seed, index, script }: Sighting, seen: Seen, path?: string): SequenceFound {
  const all = [...seen.past, seen.told].flatMap(({ action }) => needs.get(action) ?? []);
  const origin = { phase: script === undefined ? 'sequences' : 'openings', seed, index } as const;
  const needed = [...new Set([...track.needs, ...all])];
  return { case: sequenceCase(track, seen, needed), origin, ...(path === undefined ? {} : { path }) };
}

/** What makes two surprises the same: place, kind, and the rows that are broken, or else what was sent. */
function traitsOf({ seen }: Pick<Sighting, 'seen'>): readonly string[] {
  const requirements = requirementsOf(seen);
  const isNamed = requirements.some((row) => row.startsWith('RFC'));
  if (isNamed) return requirements;
  const ops = seen.told.spec.delta.map((op) => ('exchange' in op ? op.op : JSON.stringify(op)));
  return [...requirements, ...ops, String(seen.told.outcome.status)];
}

function placeOf({ track, seen }: Pick<Sighting, 'track' | 'seen'>): Place {
  return seen.told.spec.at ?? track.place;
}

function signatureOf(sighting: Pick<Sighting, 'track' | 'seen'>): string {
  const traits = [...new Set(traitsOf(sighting))].toSorted();
  return [placeOf(sighting), sighting.seen.surprise, ...traits].join('|');
}

/** Of each kind all sightings, the shortest first; without those that another kind explains or that are known. */
function clustered(sightings: readonly Sighting[], { isKnown }: Hunt): readonly (readonly Sighting[])[] {
  const news = sightings.filter((one) => !isKnown(placeOf(one), requirementsOf(one.seen)[0] ?? ''));
  const clusters = [...Map.groupBy(news, signatureOf).values()];
  const heads = clusters.flatMap((cluster) => cluster.slice(0, 1));
  return clusters.filter(([head]) => head !== undefined && !heads.some((other) => explains(other, head)));
}

function explains(other: Sighting, one: Sighting): boolean {
  const [fewer, more] = [new Set(traitsOf(other)), new Set(traitsOf(one))];
  const isSame = placeOf(other) === placeOf(one) && other.seen.surprise === one.seen.surprise;
  return isSame && fewer.size < more.size && fewer.isSubsetOf(more);
}

function bySize(a: Sighting, b: Sighting): number {
  return (
    Number(a.track.isCostly) - Number(b.track.isCostly) || a.seen.past.length - b.seen.past.length || a.index - b.index
  );
}

function seedOf(seed: number, index: number): number {
  return (Math.imul(seed ^ 0x2545f491, 0x9e3779b1) + Math.imul(index, 0x85ebca6b)) | 0;
}
