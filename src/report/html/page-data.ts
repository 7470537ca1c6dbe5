import type { ExchangeEvent, RunRecord } from '../../record/schema.ts';
import { evidenceOf } from '../evidence/evidence.ts';
import { originText, planOps } from '../views/fuzz.ts';
import type { FindingView, ReportModel } from '../model.ts';
import { cut, plainLines } from '../text/plain.ts';
import { requirementKey } from '../views/requirements.ts';
import { statuses } from '../../verdict/status.ts';

const maxText = 8192;
const maxCurl = 16_384;
const maxPairs = 20;

/**
 * What the script of the page renders from; texts of the target harmless to show and bounded. The evidence of the first
 * `evidenceFor` findings, worst first, is in it, and each exchange once.
 */
export function pageData(record: RunRecord, model: ReportModel, evidenceFor: number): object {
  const views = model.targets.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
  const withEvidence = new Set(views.toSorted(worstFirst).slice(0, evidenceFor));
  const exchanges = new Map<string, unknown>();
  let section = 0;
  const targets = model.targets.map(({ name, sections }) => ({
    name,
    sections: sections.map(({ findings }) => ({
      id: `section-${(section += 1)}`,
      findings: findings.map((view) => ({
        ...findingData(view),
        evidence: withEvidence.has(view) ? evidenceData(record, view, exchanges) : undefined,
      })),
    })),
  }));
  const requirements = Object.fromEntries(
    model.requirements.map(({ requirement, spec }) => [requirementKey(requirement), { ...requirement, spec }]),
  );
  return { requirements: harmless(requirements), targets, exchanges: Object.fromEntries(exchanges) };
}

function worstFirst(one: FindingView, other: FindingView): number {
  return statuses.indexOf(one.status) - statuses.indexOf(other.status);
}

function findingData({ finding, status, label, against, replay }: FindingView) {
  const { instance, title, why, reason, assertions, attribution, waiver } = finding;
  const requirements = finding.requirements.map((row) => requirementKey(row));
  const texts = { title, why, label, status, against, reason, attribution, waiver, assertions, requirements, replay };
  const fuzz = finding.fuzz === undefined ? undefined : { origin: originText(finding), ops: planOps(finding) };
  return { instance, ...harmless({ ...texts, fuzz }) };
}

function evidenceData(record: RunRecord, { finding }: FindingView, exchanges: Map<string, unknown>) {
  const evidence = evidenceOf(record, finding);
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

function exchangeData({ id, purpose, delta, shared, outcome, transcript }: ExchangeEvent): unknown {
  const { request, response, failure, startedAt, totalMs } = transcript;
  return harmless({ id, purpose, delta, shared, outcome, request, response, failure, startedAt, totalMs });
}

type Members = Readonly<Record<string, unknown>>;

/** Bounds and cleans all texts, however deep. */
function harmless(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [plainLines(name), harmlessValue(member, 0)]),
  );
}

/** A plan of somebody else's suite may nest deeper than a stack is high. */
function harmlessValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(plainLines(value), maxText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 40) return '…';
  if (Array.isArray(value)) return value.map((item) => harmlessValue(item, depth + 1));
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, member]) => [plainLines(name), harmlessValue(member, depth + 1)]));
}
