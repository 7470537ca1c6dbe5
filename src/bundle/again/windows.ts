import type { ClientRun } from '../../record/basis.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { stepsOf } from './steps.ts';

/** Milliseconds by which the clock of the machine may have been set back meanwhile. */
const tolerance = 1000;
/** A control further away vouches for nothing. Targets may ask for pauses of minutes. */
const furthest = 15 * 60_000;

type Span = { readonly from: number; readonly to: number };

/** Whether the control before each tested exchange ended before it began, and the one behind began when it had ended; both near. */
export function windowTroubles(record: RunRecord): readonly Trouble[] {
  const spans = new Map<string, Span>();
  for (const { id, transcript } of record.exchanges.values()) {
    const from = Date.parse(transcript.startedAt);
    spans.set(id, { from, to: from + transcript.totalMs });
  }
  const troubles: Trouble[] = [];
  for (const { finding, basis } of stepsOf(record)) {
    const at = (id: string | undefined): Span | undefined => (id === undefined ? undefined : spans.get(id));
    const tested = at(basis.tested);
    if (tested === undefined) continue;
    const [before, after] = [at(basis.before), at(basis.after)];
    const gap = before === undefined ? 0 : tested.from - before.to;
    const later = after === undefined ? 0 : after.from - tested.to;
    const where = `${finding.target}/${finding.instance}`;
    if (gap < -tolerance || gap > furthest)
      troubles.push(trouble(7, 'tampered', where, said(basis.before, 'before', gap)));
    if (later < -tolerance || later > furthest)
      troubles.push(trouble(7, 'tampered', where, said(basis.after, 'behind', later)));
  }
  return [...troubles, ...record.findings.flatMap((finding) => playingTroubles(finding, spans))];
}

/** The plain task of a client was done before the tested one began, or began when that had ended; both near. */
function playingTroubles(finding: Finding, spans: ReadonlyMap<string, Span>): readonly Trouble[] {
  return triesOf(finding).flatMap((runs) => tryTroubles(finding, runs, spans));
}

/** Each go at a case for clients, with its controls. */
function triesOf({ basis }: Finding): readonly (readonly ClientRun[])[] {
  switch (basis.by) {
    case 'client':
      return [basis.runs];
    case 'client-confirmation':
    case 'client-retry':
      return basis.tries;
    default:
      return [];
  }
}

function tryTroubles(
  { target, instance }: Finding,
  runs: readonly ClientRun[],
  spans: ReadonlyMap<string, Span>,
): readonly Trouble[] {
  const played = runs.map(({ purpose, run, exchanges }) => ({ purpose, run, span: around(exchanges, spans) }));
  const tested = around(
    runs.filter(({ purpose }) => purpose === 'tested').flatMap(({ exchanges }) => exchanges),
    spans,
  );
  if (tested === undefined) return [];
  return played.flatMap(({ purpose, run, span }) => {
    if (span === undefined || purpose === 'tested') return [];
    const side = purpose === 'control-before' ? 'before' : 'behind';
    const gap = side === 'before' ? tested.from - span.to : span.from - tested.to;
    if (gap >= -tolerance && gap <= furthest) return [];
    return [trouble(7, 'tampered', `${target}/${instance}`, said(run, side, gap))];
  });
}

function around(ids: readonly string[], spans: ReadonlyMap<string, Span>): Span | undefined {
  const own = ids.flatMap((id) => spans.get(id) ?? []);
  if (own.length === 0) return undefined;
  return { from: Math.min(...own.map(({ from }) => from)), to: Math.max(...own.map(({ to }) => to)) };
}

function said(id: string | undefined, side: string, ms: number): string {
  const seconds = (Math.abs(ms) / 1000).toFixed(0);
  return ms < 0
    ? `the control ${side} it (${id ?? ''}) overlaps it by ${seconds} s`
    : `the control ${side} it (${id ?? ''}) is ${seconds} s away: outside its window`;
}
