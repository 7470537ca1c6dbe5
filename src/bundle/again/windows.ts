import type { RunRecord } from '../../record/schema.ts';
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
  return troubles;
}

function said(id: string | undefined, side: string, ms: number): string {
  const seconds = (Math.abs(ms) / 1000).toFixed(0);
  return ms < 0
    ? `the control ${side} it (${id ?? ''}) overlaps it by ${seconds} s`
    : `the control ${side} it (${id ?? ''}) is ${seconds} s away: outside its window`;
}
