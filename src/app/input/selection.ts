import { matchesGlob } from 'node:path';
import { didYouMean } from '../../document/nearest.ts';
import { HarnessError } from '../../errors.ts';
import { isInSection, isLevel, type Requirement, requirementsAt } from '../../suite/catalogue.ts';
import type { Suite } from '../../suite/schema.ts';
import { isAsked, type Profile } from '../../suite/profile.ts';
import { profiles } from '../../../suites/catalogue/profiles.ts';

type Wanted = {
  readonly suites?: readonly string[] | undefined;
  readonly cases?: readonly string[] | undefined;
  readonly sections?: readonly string[] | undefined;
  readonly levels?: readonly string[] | undefined;
};

/** A selection that matches nothing would test nothing and look green, so it is bad usage. */
export function checkSelection(suites: readonly Suite[], catalogue: readonly Requirement[], wanted: Wanted): void {
  const entries = suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])]);
  const ofClients = suites.flatMap(({ clientCases = [], clientWatches = [] }) => [...clientCases, ...clientWatches]);
  const cases = [
    ...entries.flatMap(({ id, at }) => [id, ...at.map((place) => `${id}@${place}`)]),
    ...ofClients.flatMap(({ id, place }) => [id, `${id}@${place}`]),
  ];
  const problems = [
    ...unknown(
      '--suite',
      wanted.suites,
      suites.map(({ id }) => id),
      (name, known) => name === known,
    ),
    ...unknown('--case', wanted.cases, cases, (name, known) => {
      const wholePlace = name.replace(/~.*$/, '');
      return wholePlace.includes('*') ? matchesGlob(known, wholePlace) : wholePlace === known;
    }),
    ...unknown('--section', wanted.sections, [...new Set(catalogue.map(({ section }) => section))], (name, known) =>
      isInSection(known, name),
    ),
    ...unknown('--level', wanted.levels, [...new Set(catalogue.map(({ level }) => level))], (name, known) =>
      isLevel(known, name),
    ),
  ];
  if (problems.length > 0) throw new HarnessError('ERR_USAGE', problems.join('\n'));
}

export function chooseProfiles(names: readonly string[]): readonly Profile[] {
  const problems = unknown(
    '--profile',
    names,
    profiles.map(({ id }) => id),
    (name, known) => name === known,
  );
  if (problems.length > 0) throw new HarnessError('ERR_USAGE', problems.join('\n'));
  return profiles.filter(({ id }) => names.includes(id));
}

/** A case that no selected profile asks for would be left out silently, so naming it is bad usage. */
export function checkAsked(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  cases: readonly string[] | undefined,
  selected: readonly Profile[],
): void {
  const wanted = new Set(cases?.map((name) => name.replace(/@.*$/, '')));
  const entries = suites.flatMap((suite) => [...suite.cases, ...(suite.watches ?? [])]);
  const problems = entries
    .filter(({ id }) => wanted.has(id))
    .flatMap(({ id, at, requirements }) => {
      const rows = at.flatMap((place) => requirementsAt(catalogue, requirements, place).slice(0, 1));
      if (rows.some((row) => isAsked(row, selected))) return [];
      const asking = profiles.filter((profile) => rows.some((row) => isAsked(row, [profile])));
      return [`--case: ${id} is asked for by ${asking.map((one) => `--profile ${one.id}`).join(' or ')} only`];
    });
  if (problems.length > 0) throw new HarnessError('ERR_USAGE', problems.join('\n'));
}

function unknown(
  flag: string,
  wanted: readonly string[] | undefined,
  known: readonly string[],
  matches: (name: string, known: string) => boolean,
): readonly string[] {
  const missing = (wanted ?? []).filter((name) => !known.some((item) => matches(name, item)));
  return missing.map((name) => `${flag}: nothing is called "${name}"${didYouMean(name, known)}`);
}
