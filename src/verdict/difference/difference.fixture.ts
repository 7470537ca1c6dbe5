import { findingEvents, preflight, runFinished, runStarted, sketches } from '../../../reports/record.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import type { Finding, FuzzSummary, RecordEvent, RunFinished, RunRecord, RunStarted } from '../../record/schema.ts';

/** What a case came to, by the name of its sketch; `other@par` is the first sketch at another place. */
export type Came = Readonly<Record<string, Partial<Finding> & Pick<Finding, 'verdict'>>>;

type Given = {
  readonly target?: string;
  readonly started?: Partial<RunStarted>;
  readonly finished?: Partial<RunFinished>;
  readonly fuzz?: Partial<FuzzSummary>;
};

export const passed = { verdict: 'pass' } as const;
export const failed = { verdict: 'fail' } as const;
export const waivedFail = { verdict: 'fail', waiver: { reason: 'Known, and mended in 4.0.' } } as const;

/** A run of these cases at one target; other members of a finding as they are given. */
export function runOf(came: Came, { target = 'acme', started, finished, fuzz }: Given = {}): RunRecord {
  const findings = Object.entries(came).flatMap(([name, change], index) => {
    const [id = '', place] = name.split('@');
    const sketch = sketches.find((one) => one.id === id) ?? sketches[0];
    if (sketch === undefined) throw new Error('the fixture has sketches');
    const at = place ?? sketch.place;
    const own = { case: id, instance: `${id}@${at}`, place: at, ...change };
    return findingEvents(target, { ...sketch, id }, 100 + index, own).filter(({ type }) => type === 'finding');
  });
  const campaign: RecordEvent = {
    type: 'fuzz',
    target,
    seed: 42,
    places: ['resource'],
    plans: { agrees: 9, either: 0, surprise: 0, unjudged: 0 },
    requests: 9,
    findings: 0,
    stopped: 'all plans were tried',
    ...fuzz,
  };
  return foldRecord([
    runStarted([target], started),
    preflight(target, [], Object.keys(came).length),
    ...findings,
    campaign,
    runFinished(finished),
  ]);
}
