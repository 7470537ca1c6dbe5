import type { ExchangeEvent, RunRecord } from '../../record/schema.ts';
import { statuses } from '../../verdict/status.ts';
import { type Evidence, evidenceOf } from '../evidence/evidence.ts';
import type { FindingView } from '../model.ts';
import { harmless } from './harmless.ts';

const maxCurl = 16_384;
const maxPairs = 20;
/** Findings whose evidence the script of the page unpacks together, and so many texts of exchanges at most. */
const bundled = { findings: 64, exchanges: 256 };

/** What the script shows of some findings when one of them is opened: by their numbers on the page, from 0. */
export type Bundle = {
  readonly findings: readonly number[];
  readonly data: object;
};

/**
 * The evidence of all findings in bundles, worst first. Each exchange stands once in a bundle. Findings of one status come
 * as they were made, since exchanges that were made together are kept together.
 *
 * @param views all findings in the order of the page
 */
export function* evidenceBundles(record: RunRecord, views: readonly FindingView[]): Generator<Bundle> {
  let open = startBundle();
  for (const { view, number } of inOrder(record, views)) {
    open.add(view, number, evidenceOf(record, view.finding));
    if (!open.isFull()) continue;
    yield open.close();
    open = startBundle();
  }
  yield open.close();
}

type Numbered = { readonly view: FindingView; readonly number: number };

function inOrder({ started, answersBefore }: RunRecord, views: readonly FindingView[]): readonly Numbered[] {
  const targets = new Map(started.targets.map(({ name }, index) => [name, index]));
  const keyOf = ({ finding, status }: FindingView): number =>
    (statuses.indexOf(status) * targets.size + (targets.get(finding.target) ?? 0)) * 1e9 +
    (answersBefore.get(finding) ?? 0);
  return views.map((view, number) => ({ view, number, key: keyOf(view) })).toSorted((a, b) => a.key - b.key);
}

function startBundle() {
  const evidence = new Map<number, object>();
  const exchanges = new Map<string, unknown>();
  return {
    add: (view: FindingView, number: number, whole: Evidence): void => {
      evidence.set(number, evidenceData(view, whole, exchanges));
    },
    isFull: () => evidence.size >= bundled.findings || exchanges.size >= bundled.exchanges,
    close: (): Bundle => ({
      findings: [...evidence.keys()],
      data: { evidence: Object.fromEntries(evidence), exchanges: Object.fromEntries(exchanges) },
    }),
  };
}

function evidenceData({ finding }: FindingView, evidence: Evidence, exchanges: Map<string, unknown>): object {
  const pairs = evidence.pairs.slice(0, maxPairs);
  const others = evidence.others.slice(0, maxPairs);
  for (const exchange of [...pairs.flatMap(({ tested, control }) => [tested, control ?? []].flat()), ...others]) {
    if (!exchanges.has(exchange.id)) exchanges.set(exchange.id, exchangeData(exchange));
  }
  return {
    pairs: pairs.map(({ tested, control, marks, proof, curl }) => ({
      tested: tested.id,
      control: control?.id,
      marks,
      curl: curl !== undefined && curl.length <= maxCurl ? curl : undefined,
      ...harmless({ proof }),
    })),
    others: others.map(({ id }) => id),
    missing: evidence.pairs.length - pairs.length + evidence.others.length - others.length,
    ...harmless({ plan: finding.plan }),
  };
}

function exchangeData({ id, purpose, delta, shared, outcome, transcript, peer }: ExchangeEvent): unknown {
  const { request, response, failure, startedAt, totalMs } = transcript;
  const isOfClient = peer !== undefined || undefined;
  return harmless({ id, purpose, delta, shared, outcome, isOfClient, request, response, failure, startedAt, totalMs });
}
