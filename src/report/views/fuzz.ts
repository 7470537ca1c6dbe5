import type { Finding, FuzzSummary, RunRecord } from '../../record/schema.ts';

/** What fuzzing did at one target, apart from the cases. */
export type FuzzView = {
  readonly summary: FuzzSummary;
  /** Plans sent, whatever they showed. */
  readonly tried: number;
  /** Findings that were not seen each time. */
  readonly unstable: number;
  /** All of it in one sentence. */
  readonly text: string;
};

export function fuzzViews({ started, fuzzed, findings }: RunRecord, target: string): readonly FuzzView[] {
  const isClient = started.targets.some(({ name, roles }) => name === target && roles.includes('client'));
  const own = findings.filter((finding) => finding.target === target);
  const known = knownText(own);
  const unstable = own.filter(isUnstable).length;
  return fuzzed
    .filter((summary) => summary.target === target)
    .map((summary, index) => {
      const { agrees, either, surprise, unjudged } = summary.plans;
      const tried = agrees + either + surprise + unjudged;
      const isFirst = known !== undefined && index === 0;
      const text = fuzzText(summary, isClient ? posturesText(summary, tried) : plansText(summary, tried), unstable);
      return { summary, tried, unstable, text: isFirst ? `${known}; then ${text}` : text };
    });
}

function isUnstable({ fuzz }: Finding): boolean {
  return fuzz !== undefined && fuzz.phase !== 'saved' && fuzz.seen < fuzz.of;
}

function fuzzText({ requests, seed, findings, stopped }: FuzzSummary, tried: string, unstable: number): string {
  const found = findings === 0 ? 'nothing found' : `${findings} ${findings === 1 ? 'finding' : 'findings'}`;
  const shaky = unstable === 0 ? '' : `, ${unstable} unstable`;
  return `${tried}; ${requests} requests, seed ${seed}; ${found}${shaky}; ended: ${stopped}`;
}

/** What was sent to a server. */
function plansText({ plans, sequences = 0, places }: FuzzSummary, tried: number): string {
  const kinds = [
    `${plans.agrees} answered as they must be`,
    `${plans.either} that may be answered either way`,
    ...(plans.surprise > 0 ? [`${plans.surprise} answered otherwise`] : []),
    ...(plans.unjudged > 0 ? [`${plans.unjudged} not judged`] : []),
  ];
  const played = sequences === 0 ? '' : `; ${sequences} sequences`;
  return `${tried} plans at ${whereText(places)}: ${kinds.join(', ')}${played}`;
}

/** How a client was answered. */
function posturesText({ plans, places }: FuzzSummary, tried: number): string {
  const kinds = [
    `the client kept all rules after ${plans.agrees}`,
    ...(plans.surprise > 0 ? [`it broke one after ${plans.surprise}`] : []),
    ...(plans.unjudged > 0 ? [`${plans.unjudged} did not come to bear`] : []),
  ];
  return `${tried} postures at ${whereText(places)}: ${kinds.join(', ')}`;
}

function whereText(places: readonly string[]): string {
  return places.length === 0 ? 'nowhere' : places.join(', ');
}

/** What has become of findings that were known, in a few words. */
function knownText(findings: readonly Finding[]): string | undefined {
  const saved = findings.filter(({ fuzz }) => fuzz?.phase === 'saved');
  if (saved.length === 0) return undefined;
  const states = Map.groupBy(saved, stateOf);
  const parts = [...states].map(([state, group]) => `${group.length} ${state}`);
  return `${saved.length} known ${saved.length === 1 ? 'finding' : 'findings'} tried first: ${parts.join(', ')}`;
}

function stateOf({ fuzz, verdict }: Finding): string {
  if (fuzz !== undefined && fuzz.seen > 0) return fuzz.seen < fuzz.of ? 'unstable' : 'still broken';
  return verdict === 'pass' || verdict === 'note' ? 'fixed' : 'not judged';
}

const phases: Readonly<Record<string, string>> = {
  once: 'what can be seen once only',
  singles: 'single changes',
  pairs: 'pairs of changes',
  random: 'random changes',
  openings: 'common sequences',
  sequences: 'random sequences',
  plain: 'lawful answers',
  'single-postures': 'single changes',
  postures: 'random changes',
};

/** Where a finding of fuzzing comes from, and how sure it is. */
export function originText({ fuzz }: Finding): string | undefined {
  if (fuzz === undefined) return undefined;
  const { phase, seed, index, seen, of } = fuzz;
  const times = of === 0 ? 'not tried again' : `seen ${seen} of ${of} times`;
  if (phase === 'saved') return `known from before; ${times}`;
  return `found by fuzzing: ${phases[phase] ?? phase}, seed ${seed}, plan ${index}; ${times}`;
}

/** The changes of a finding of fuzzing as data, each request by itself; of a request without any, what it has of its own. */
export function planOps({ fuzz, plan }: Finding): readonly string[] {
  if (fuzz === undefined || !isMembers(plan)) return [];
  if (Array.isArray(plan['posture'])) return [JSON.stringify(plan['posture'])];
  if (!Array.isArray(plan['exchanges'])) return [];
  const exchanges: readonly unknown[] = plan['exchanges'];
  const { session } = plan;
  return exchanges.map((exchange) => (isMembers(exchange) ? opsOf(exchange, session) : 'no request'));
}

function opsOf({ delta, with: shared }: Members, session: unknown): string {
  if (Array.isArray(delta) && delta.length > 0) return JSON.stringify(delta);
  if (Array.isArray(shared) && shared.length > 0) return JSON.stringify(shared);
  const plain = 'the plain lawful request';
  return isMembers(session) && Object.keys(session).length > 0 ? `${plain} with ${JSON.stringify(session)}` : plain;
}

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
