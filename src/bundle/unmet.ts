import type { Product } from '../record/described.ts';
import type { RunRecord } from '../record/schema.ts';
import { levels, type LevelStanding } from '../verdict/levels/levels.ts';
import type { VerifyPolicy } from './policy.ts';
import { clockOffset } from './times.ts';
import { type Trouble, trouble } from './trouble.ts';

type Asked = {
  readonly product: Product;
  readonly levels: readonly LevelStanding[];
  readonly policy: VerifyPolicy;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** What a receiver asks for, and the bundle does not show. */
export function unmetTroubles(
  record: RunRecord,
  { product, levels: standings, policy, now }: Asked,
): readonly Trouble[] {
  return [
    ...levelTroubles(standings, policy),
    ...policy.profiles
      .filter((profile) => standings.every((standing) => standing.profile !== profile))
      .map((profile) =>
        trouble(12, 'unmet', 'run-started', `the profile ${profile} is asked for, and was not selected`),
      ),
    ...policy.roles
      .filter((role) => standings.every((standing) => standing.role !== role))
      .map((role) => trouble(12, 'unmet', 'run-started', `the role ${role} is asked for, and was not tested`)),
    ...productTroubles(product, policy),
    ...clockTroubles(record, policy),
    ...ageTroubles(record, policy, now),
  ];
}

function levelTroubles(standings: readonly LevelStanding[], policy: VerifyPolicy): readonly Trouble[] {
  const least = levels.indexOf(policy.level);
  return standings
    .filter(({ level }) => levels.indexOf(level) < least)
    .map(({ role, profile, level, lacks }) => {
      const reached = level === 'none' ? 'no level' : `the level ${level}`;
      return trouble(
        12,
        'unmet',
        `${role}, ${profile}`,
        `${reached} is reached, and ${policy.level} is asked for: ${lacks ?? ''}`,
      );
    });
}

function productTroubles(product: Product, policy: VerifyPolicy): readonly Trouble[] {
  const fields = ['organization', 'project', 'version', 'artifact'] as const;
  return fields
    .filter((field) => policy[field] !== undefined && policy[field] !== product[field])
    .map((field) =>
      trouble(
        9,
        'unmet',
        'product.yaml',
        `the ${field} is ${product[field] ?? 'missing'}, and ${policy[field] ?? ''} is asked for`,
      ),
    );
}

function clockTroubles(record: RunRecord, { maxClockOffsetSeconds }: VerifyPolicy): readonly Trouble[] {
  return (['as', 'rs'] as const)
    .map((role) => ({ role, offset: clockOffset(record, role) }))
    .filter(({ offset }) => Math.abs(offset) > maxClockOffsetSeconds)
    .map(({ role, offset }) =>
      trouble(
        9,
        'unmet',
        'preflight',
        `the clock of the ${role} was ${offset} s off, and ${maxClockOffsetSeconds} s are allowed`,
      ),
    );
}

const day = 86_400_000;

function ageTroubles({ finished, started }: RunRecord, { maxAgeDays }: VerifyPolicy, now: number): readonly Trouble[] {
  const days = Math.floor((now - Date.parse(finished?.finishedAt ?? started.startedAt)) / day);
  if (maxAgeDays === undefined || days <= maxAgeDays) return [];
  return [trouble(9, 'unmet', 'run-finished', `the run ended ${days} days ago, and ${maxAgeDays} are allowed`)];
}
