import type { ReportModel } from '../model.ts';
import type { Scope } from '../../record/scope.ts';
import { gateText } from '../remarks.ts';
import { plainText } from '../text/plain.ts';

const exitCodes: Readonly<Record<number, string>> = {
  0: 'nothing that counts was found',
  1: 'findings',
  2: 'bad usage, descriptor or suite',
  3: 'incomplete',
  4: 'stale or expired waiver',
  130: 'interrupted',
};

/** What was run, with what, and how it ended: the list below the headline. */
export function runFacts({ started, finished, recordPath, gate: { scope }, waiting }: ReportModel) {
  const policy = `${gateText(started)}${started.strict ? '; strict' : ''}`;
  const code = finished?.exitCode;
  return [
    { name: 'Started', value: clock(started.startedAt) },
    {
      name: 'Took',
      value: finished === undefined ? 'unknown: no end recorded' : duration(started.startedAt, finished.finishedAt),
    },
    {
      name: 'Exit code',
      value: code === undefined ? 'none: no end recorded' : `${code} (${exitCodes[code] ?? 'unknown'})`,
    },
    { name: 'Profiles', value: started.profiles.join(', ') || 'core' },
    { name: 'Fails on', value: policy },
    { name: 'Seed', value: String(started.seed) },
    { name: 'Versions', value: `Proofmark ${started.proofmark}, Node ${started.node.replace(/^v/, '')}` },
    { name: 'Suite digest', value: started.suiteDigest.slice(0, 16), isCode: true },
    { name: 'Scope', value: scopeFact(scope, waiting), isWide: true },
    { name: 'Record', value: recordPath, isCode: true, isWide: true },
    { name: 'Command', value: started.command, isCode: true, isWide: true },
  ].map((fact) => ({ ...fact, value: plainText(fact.value) }));
}

function scopeFact({ ran, of, why }: Scope, waiting: number): string {
  const slow = waiting === 0 ? '' : `; ${waiting} that wait in real time were not asked for (--slow)`;
  return `${ran} of ${of} cases${why.length === 0 ? '' : `: ${why.join('; ')}`}${slow}`;
}

function clock(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

function duration(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
