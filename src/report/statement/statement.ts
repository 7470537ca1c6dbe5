import type { Product } from '../../record/described.ts';
import type { RunRecord } from '../../record/schema.ts';
import { isWhole, scopeOfRun } from '../../verdict/scope.ts';
import { levelsOf, type LevelStanding } from '../../verdict/levels/levels.ts';
import { rowStates, type RowState } from '../../verdict/levels/rows.ts';
import { plainText } from '../text/plain.ts';
import { roleNames } from '../text/role-names.ts';

/** What a report says at its head where it is a part of a bundle. */
export type StatementOptions = {
  readonly product: Product;
  /** The records of the bundle, each with the last link of its chain. */
  readonly records: readonly { readonly path: string; readonly link: string }[];
  /** SHA-256 of the suite lock and of the descriptor, hex. */
  readonly lock: string;
  readonly descriptor: string;
  /** The thumbprint of the key with which the bundle is signed. */
  readonly signedBy: string | undefined;
};

const stateWords: Readonly<Record<RowState, string>> = {
  fail: 'broken',
  warn: 'warned of',
  waived: 'waived',
  open: 'not to be judged',
  kept: 'kept',
  noted: 'noted',
  skipped: 'do not apply',
  waiting: 'wait, not asked for',
  unoffered: 'no place for them',
  excluded: 'no case can judge',
};

/** For the template: a page that is fit to be printed and signed. */
export function statementContext(record: RunRecord, options: StatementOptions): object {
  const { product } = options;
  return {
    title: plainText([product.project, product.version ?? '(no version)'].join(' ')),
    about: pairs([
      ['Organization', product.organization],
      ['Product', product.project],
      ['Version', product.version ?? 'not given: the evidence is about no release'],
      ['Artifact', product.artifact ?? 'no digest given'],
      ['Page', product.url],
      ['Contact', product.contact],
    ]),
    levels: levelsOf(record).map(levelContext),
    run: pairs(runLines(record)),
    digests: pairs([
      ['Suite lock', `sha256:${options.lock}`],
      ['Descriptor', `sha256:${options.descriptor}`],
      ...options.records.map(({ path, link }): [string, string] => [path, `last link ${link}`]),
      ['Signature', signatureText(options.signedBy)],
    ]),
  };
}

function signatureText(signedBy: string | undefined): string {
  if (signedBy === undefined) return 'NOT SIGNED: nobody answers for where this comes from';
  return `signed by the key ${signedBy}; proofmark verify --key checks it`;
}

type Lines = readonly (readonly [name: string, text: string | undefined])[];

function pairs(lines: Lines): readonly object[] {
  return lines.flatMap(([name, text]) =>
    text === undefined ? [] : [{ name: plainText(name), text: plainText(text) }],
  );
}

function levelContext({ role, profile, level, lacks, rules }: LevelStanding): object {
  const counts = rowStates.filter((state) => rules[state] > 0).map((state) => `${rules[state]} ${stateWords[state]}`);
  return {
    role: roleNames[role],
    profile: plainText(profile),
    level: level === 'none' ? 'no level' : `Proofmark evidence, ${level}`,
    isReached: level !== 'none',
    lacks: plainText(lacks ?? ''),
    rules: counts.join(', '),
  };
}

function runLines(record: RunRecord): Lines {
  return [...askedLines(record), ...courseLines(record)];
}

/** What was to be tested, and how much of it was. */
function askedLines(record: RunRecord): Lines {
  const { started } = record;
  const { profiles, strict, scope, targets } = started;
  const { ran, of, why } = scopeOfRun(record);
  const [target] = targets;
  const asked = ['core', ...profiles, ...(strict ? ['--strict'] : []), ...(scope.slow ? ['--slow'] : [])];
  const whole = isWhole({ ran, of, why }) ? ', the whole' : `, partial: ${why.join('; ')}`;
  const file = target?.waiverFile;
  return [
    ['Claims', [...(target?.roles ?? []).map((role) => roleNames[role]), ...(target?.claims ?? [])].join(', ')],
    ['Asked for', asked.join(', ')],
    ['Scope', `${ran} of ${of} cases and watches${whole}`],
    ['Waivers', file === undefined ? 'none' : `${file.path}, sha256:${file.digest}`],
    ['Limits', target?.limits === undefined ? undefined : spelt(target.limits)],
  ];
}

function spelt(limits: object): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

function courseLines({ started, finished, fuzzed, preflights }: RunRecord): Lines {
  const { machine, startedAt } = started;
  const offsets = preflights.flatMap(({ facts }) => facts.filter(({ name }) => name.startsWith('clock offset')));
  const tried = fuzzed.map(({ plans, sequences = 0, seed, stopped, findings }) => {
    const count = plans.agrees + plans.either + plans.surprise + plans.unjudged;
    return `${count} plans and ${sequences} sequences, seed ${seed}: ${stopped}; ${findings} findings`;
  });
  const zone = machine === undefined ? 'zone unknown' : `${machine.zone}, ${machine.offset}`;
  return [
    ['Fuzzing', tried.join('. ') || 'none'],
    ['Seed', String(started.seed)],
    ['From, to', `${startedAt} – ${finished?.finishedAt ?? 'no end'} (UTC; the machine: ${zone})`],
    ['Clock', offsets.map(({ name, value }) => `${name}: ${value}`).join('; ') || 'not known'],
    ['Made with', `Proofmark ${started.proofmark}, Node ${started.node}, ${machine?.system ?? 'unknown machine'}`],
  ];
}
