import type { Product } from '../record/described.ts';
import type { RunRecord } from '../record/schema.ts';
import { type LevelStanding, levelsOf } from '../verdict/levels/levels.ts';
import { rowStandings } from '../verdict/levels/rows.ts';
import { paths, sha256 } from './layout.ts';

/** One key for all that is ours in the predicate. */
const ownKey = 'https://github.com/proofmark/proofmark/evidence/v1';

const predicateType = 'https://in-toto.io/attestation/test-result/v0.1';

type Files = ReadonlyMap<string, Uint8Array>;

/** What is signed: an in-toto statement (v1) with the predicate test-result (v0.1). Everything in it follows from the files. */
export function attestationOf(record: RunRecord, product: Product, files: Files): object {
  const levels = levelsOf(record);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      ...productSubject(product),
      { name: paths.manifest, digest: { sha256: digestOf(files, paths.manifest) } },
    ],
    predicateType,
    predicate: {
      result: isPassed(levels) ? 'PASSED' : 'FAILED',
      configuration: [paths.lock, paths.target].map((name) => ({ name, digest: { sha256: digestOf(files, name) } })),
      ...testsOf(record),
      [ownKey]: ownPart(record, levels, files),
    },
  };
}

/** Every role has reached a level by every profile. Something incomplete is never a warning. */
function isPassed(levels: readonly LevelStanding[]): boolean {
  return levels.length > 0 && levels.every(({ level }) => level !== 'none');
}

function digestOf(files: Files, path: string): string {
  return sha256(files.get(path) ?? '');
}

const lengths: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

function productSubject({ project, version, artifact }: Product): readonly object[] {
  if (artifact === undefined) return [];
  const name = version === undefined ? project : `${project}@${version}`;
  const [, algorithm = '', text = ''] = /^(sha256|sha384|sha512)[:-](.*)$/s.exec(artifact) ?? [];
  const digest = artifact.includes(':') ? text : Buffer.from(text, 'base64').toString('hex');
  const isWhole = digest.length === 2 * (lengths[algorithm] ?? 0);
  return isWhole ? [{ name, digest: { [algorithm]: digest } }] : [];
}

function testsOf(record: RunRecord): object {
  const rows = record.started.targets.flatMap(({ name, roles }) =>
    roles.flatMap((role) =>
      rowStandings(record, name, role).map(({ row, state }) => ({ name: `${row.id} ${role}`, state })),
    ),
  );
  const named = (...states: readonly string[]) =>
    rows.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  return { passedTests: named('kept'), warnedTests: named('warn'), failedTests: named('fail', 'open', 'waived') };
}

function ownPart(record: RunRecord, levels: readonly LevelStanding[], files: Files): object {
  const { started, finished, exchanges, preflights, fuzzed } = record;
  return {
    levels: levels.map(({ role, profile, level, lacks, rules }) => ({
      role,
      profile,
      level,
      lacks: lacks ?? null,
      rules,
    })),
    suiteLock: digestOf(files, paths.lock),
    startedAt: started.startedAt,
    finishedAt: finished?.finishedAt ?? null,
    clock: preflights.flatMap(({ facts }) => facts.filter(({ name }) => name.startsWith('clock offset'))),
    requests: exchanges.heads.size + fuzzed.reduce((sum, { requests }) => sum + requests, 0),
    seed: started.seed,
    profiles: started.profiles,
  };
}
