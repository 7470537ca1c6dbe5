import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { ClientCase } from '../../suite/client/schema.ts';
import { Case, type Suite } from '../../suite/schema.ts';
import { readSaved } from '../input/saved-cases.ts';
import { chooseFindings, isOfMany, type Wanted } from './choose-findings.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';

/** The cases or findings of a replay. */
export type Replayed =
  /** One finding of a record, from a case of the suites. */
  | { readonly kind: 'case'; readonly record: RunRecord; readonly finding: Finding }
  /** Several findings of a record, of cases, watches and fuzzing alike. */
  | { readonly kind: 'several'; readonly record: RunRecord; readonly findings: readonly Finding[] }
  /** Findings of fuzzing. */
  | { readonly kind: 'findings'; readonly record: RunRecord; readonly findings: readonly Finding[] }
  /** Suites that fuzzing saved. */
  | { readonly kind: 'saved'; readonly suites: readonly Suite[] };

/** Reads the source of a replay: a record and a case in it, a record alone, a suite file, or a folder of suite files. */
export async function readReplayed(cwd: string, path: string, wanted: Wanted): Promise<Replayed> {
  const { name } = wanted;
  const file = resolve(cwd, path);
  const isFolder = (await stat(file).catch(() => undefined))?.isDirectory() === true;
  if (isFolder || path.endsWith('.json')) return savedSuites(file, path, wanted);
  const record = await readCheckedRecord(file);
  if (isOfMany(wanted)) return { kind: 'several', record, findings: chooseFindings(record, path, wanted) };
  if (name !== undefined) {
    const finding = findFinding(record, path, name);
    return finding.fuzz === undefined
      ? { kind: 'case', record, finding }
      : { kind: 'findings', record, findings: [finding] };
  }
  const findings = record.findings.filter(isOpenByFuzzing).toSorted((a, b) => a.index - b.index);
  if (findings.length > 0) return { kind: 'findings', record, findings };
  throw new HarnessError(
    'ERR_USAGE',
    `${path} holds nothing that fuzzing found; name a case of it: proofmark replay ${path} case@place`,
  );
}

async function savedSuites(file: string, path: string, { name, failures }: Wanted): Promise<Replayed> {
  if (failures) throw new HarnessError('ERR_USAGE', `--failures is for a record, and ${path} holds saved cases`);
  const suites = await readSaved(file);
  const cases = suites.flatMap((suite) => [...suite.cases, ...(suite.clientCases ?? [])]);
  if (cases.length === 0) throw new HarnessError('ERR_USAGE', `${path} holds no saved case (files that end in .json)`);
  if (name === undefined) return { kind: 'saved', suites };
  const named = suites.flatMap((suite) => casesNamed(suite, name));
  if (named.length > 0) return { kind: 'saved', suites: named };
  throw new HarnessError('ERR_USAGE', `${path} has no case "${name}"; it has ${cases.map(({ id }) => id).join(', ')}`);
}

function casesNamed(suite: Suite, name: string): readonly Suite[] {
  const [id, place] = name.split('@');
  const cases = suite.cases.flatMap((item) => {
    const at = item.at.filter((one) => place === undefined || one === place);
    return item.id === id && at.length > 0 ? [{ ...item, at }] : [];
  });
  const clientCases = (suite.clientCases ?? []).filter(
    (item) => item.id === id && (place === undefined || item.place === place),
  );
  return cases.length + clientCases.length === 0 ? [] : [{ ...suite, cases, clientCases }];
}

/** Findings that could not be judged count too, because their plan may have crashed the target. Sent alone, it shows that. */
function isOpenByFuzzing({ fuzz, verdict }: Finding): boolean {
  return fuzz !== undefined && ['fail', 'warn', 'blocked', 'error'].includes(verdict);
}

function findFinding(record: RunRecord, path: string, name: string): Finding {
  const found = record.findings.filter(({ target, instance }) => instance === name || `${target}/${instance}` === name);
  const [finding, second] = found;
  if (finding === undefined)
    throw new HarnessError('ERR_USAGE', `${path} has no finding "${name}"; give case@place as the report shows it`);
  if (second !== undefined)
    throw new HarnessError(
      'ERR_USAGE',
      `${path} has "${name}" for ${found.map(({ target }) => target).join(' and ')}; put the target before it: ${finding.target}/${name}`,
    );
  return finding;
}

/** A finding of fuzzing as a suite with only its case at its place. */
export function suiteOfFinding(finding: Finding): Suite {
  const base = { id: finding.suite, title: finding.suiteTitle, section: finding.section, cases: [] };
  if (finding.role === 'client') return { ...base, clientCases: [ClientCase.parse(finding.plan)] };
  const item = Case.parse(finding.plan);
  const cases = [{ ...item, at: item.at.filter((place) => place === finding.place) }];
  return { ...base, cases };
}
