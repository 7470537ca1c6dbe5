import type { Log, Run } from 'sarif';
import type { RunRecord } from '../../record/schema.ts';
import { isWhole } from '../../verdict/scope.ts';
import { remarkLines } from '../gate.ts';
import { type ReportModel, type ReportOptions, reportModel } from '../model.ts';
import { invocationOf } from '../sarif/invocation.ts';
import { message } from '../sarif/message.ts';
import { resultOf } from '../sarif/results.ts';
import { rulesOf } from '../sarif/rules.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { problemsByKey } from '../views/causes.ts';
import { reportedFindings } from '../views/reported.ts';

/** GitHub takes no more results of a run, and shows the first 5,000. */
const maxResults = 25_000;

export type SarifOptions = ReportOptions & { readonly maxResults?: number };

/** SARIF 2.1.0, for code scanning: one run for all targets, since GitHub takes one of a tool and category. */
export function renderSarif(record: RunRecord, options: SarifOptions = {}): string {
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(record, options)],
  };
  return `${harmlessJson(log, 1)}\n`;
}

function runOf(record: RunRecord, { maxResults: max = maxResults, ...options }: SarifOptions): Run {
  const model = reportModel(record, options);
  const { started } = model;
  const rules = rulesOf(model);
  const places = {
    rules: new Map(rules.map(({ id }, index) => [id, index])),
    problems: problemsByKey(record),
    started,
  };
  const reported = reportedFindings(model);
  return {
    tool: { driver: { name: 'Proofmark', version: started.proofmark, rules: [...rules] } },
    columnKind: 'utf16CodeUnits',
    invocations: [invocationOf(model, Math.max(0, reported.length - max))],
    results: reported.slice(0, max).map((view) => resultOf(view, places)),
    properties: propertiesOf(model),
  };
}

function propertiesOf({ started, gate, counts }: ReportModel): NonNullable<Run['properties']> {
  const { scope, part } = gate;
  return {
    runId: message(started.runId, 200).text,
    gate: {
      isMet: gate.tone === 'good',
      result: message(gate.title).text,
      caveats: gate.caveats.map((text) => message(text).text),
      remarks: remarkLines(gate).map((text) => message(text).text),
    },
    scope: {
      isWhole: isWhole(scope),
      text: part === undefined ? null : message(part).text,
      ran: scope.ran,
      of: scope.of,
    },
    counts,
  };
}
