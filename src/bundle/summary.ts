import type { Product } from '../record/described.ts';
import type { RunRecord } from '../record/schema.ts';
import { levelsOf } from '../verdict/levels/levels.ts';
import { rowStandings } from '../verdict/levels/rows.ts';
import { countStatuses } from '../verdict/status.ts';
import { scopeOfRun } from '../verdict/scope.ts';

/** What a bundle shows, for readers and programs: levels, numbers, and each rule that was not judged, with the reason. */
export function summaryOf(record: RunRecord, product: Product): object {
  const { started, findings } = record;
  return {
    product: [product.project, product.version].filter((part) => part !== undefined).join(' '),
    scope: scopeOfRun(record),
    levels: levelsOf(record).map(({ role, profile, level, lacks, rules }) => ({
      role,
      profile,
      level,
      ...(lacks === undefined ? {} : { whyNotTheNext: lacks }),
      rules,
    })),
    findings: countStatuses(findings),
    claimed: started.targets.flatMap(({ claims = [] }) => claims),
    waivers: started.targets.flatMap(({ waivers = [] }) => waivers),
    notJudged: started.targets.flatMap(({ name, roles }) =>
      roles.flatMap((role) =>
        rowStandings(record, name, role)
          .filter(({ state }) => unjudged.has(state))
          .map(({ row, state, why }) => ({ rule: row.id, role, state, ...(why === undefined ? {} : { why }) })),
      ),
    ),
  };
}

const unjudged: ReadonlySet<string> = new Set(['open', 'skipped', 'waiting', 'unoffered', 'excluded']);
