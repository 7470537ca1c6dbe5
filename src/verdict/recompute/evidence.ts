import type { AttemptBasis, StepBasis } from '../../record/basis.ts';
import type { ExchangeEvent, ExchangeHead, Finding, RunRecord } from '../../record/schema.ts';
import type { Seen } from '../judge-step.ts';

/** A record that contradicts itself; the message is one sentence on what does not fit. */
export class Inconsistent extends Error {}

/** The exchanges of a record, as findings refer to them. */
export type Evidence = {
  readonly head: (id: string) => ExchangeHead;
  readonly exchange: (id: string) => ExchangeEvent;
  readonly seen: (id: string) => Seen;
  /** Its place among all exchanges, which end in the order in which they stand. */
  readonly position: (id: string) => number;
  /** The tested exchanges of a finding's instance at its target. */
  readonly testedFor: (finding: Pick<Finding, 'target' | 'instance'>) => readonly ExchangeHead[];
};

export function evidenceOf({ exchanges }: Pick<RunRecord, 'exchanges'>): Evidence {
  const list = [...exchanges.heads.values()];
  const positions = new Map(list.map(({ id }, index) => [id, index]));
  const tested = Map.groupBy(
    list.filter(({ purpose }) => purpose === 'tested'),
    keyOf,
  );
  const head = (id: string): ExchangeHead => found(id, exchanges.heads.get(id));
  return {
    head,
    exchange: (id) => found(id, exchanges.get(id)),
    seen: (id) => ({ id, outcome: head(id).outcome }),
    position: (id) => positions.get(id) ?? -1,
    testedFor: (finding) => tested.get(keyOf(finding)) ?? [],
  };
}

function found<Kept>(id: string, kept: Kept | undefined): Kept {
  if (kept === undefined) throw new Inconsistent(`it rests on the exchange ${id}, which the record does not hold`);
  return kept;
}

function keyOf({ target, instance }: { readonly target: string; readonly instance: string }): string {
  return JSON.stringify([target, instance]);
}

/** Part of it is masked or cut, so that something may have been read there that the record does not show. */
export function isVeiled({ transcript }: ExchangeEvent): boolean {
  return JSON.stringify(transcript).includes('‹');
}

/** The exchanges that an attempt names as tested. */
export function testedIn({ steps, spoilt }: AttemptBasis): readonly string[] {
  const all: readonly StepBasis[] = [...steps, ...(spoilt?.step === undefined ? [] : [spoilt.step])];
  return all.flatMap(({ tested, burst, refusals = [] }) => [
    ...refusals,
    ...(tested === undefined ? [] : [tested]),
    ...(burst?.rounds.flat() ?? []),
  ]);
}
