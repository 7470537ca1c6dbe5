import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { didYouMean } from '../document/nearest.ts';
import { HarnessError } from '../errors.ts';
import type { Place } from './schema.ts';

/** One normative statement, a row of the catalogue. A rule for several roles has a row for each, with the same id. */
export const Requirement = z.strictObject({
  id: z.string(),
  role: z.enum(['as', 'rs', 'client']),
  section: z.string(),
  /** Where the section can be read. */
  link: z.url().optional(),
  level: z.enum(['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'implied']),
  /** What a breach is graded, unless a profile says otherwise. */
  severity: z.enum(['fail', 'warn', 'info']),
  /** The rule in our words, never in those of the text. */
  summary: z.string(),
  testable: z.enum(['yes', 'partly', 'no']),
  /** Why it cannot be tested, or only in part. */
  why: z.string(),
  how: z.string(),
  /** Unmet means `skip`. */
  precondition: z.string(),
  /** `core`, or the profile that asks for it. */
  profile: z.string(),
  provenance: z.enum(['text', 'secondary', 'recall', 'ours']),
  /** For `secondary`: the document from which the row is known. */
  source: z.string().optional(),
});
export type Requirement = z.output<typeof Requirement>;

/** The provenance of a row, in words. */
export function provenanceText({ provenance, source }: Pick<Requirement, 'provenance' | 'source'>): string {
  switch (provenance) {
    case 'text':
      return 'held against the text of its section';
    case 'secondary':
      return `known from ${source ?? 'another document'}; not held against the text itself`;
    case 'recall':
      return 'written from memory; not held against the text yet';
    case 'ours':
      return 'our own consequence; no document asks for it in these words';
    default:
      return provenance satisfies never;
  }
}

const file = new URL('../../suites/catalogue/requirements.json', import.meta.url);

/** @throws HarnessError `ERR_SUITE_INVALID` */
export function loadCatalogue(): readonly Requirement[] {
  const parsed = z.array(Requirement).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new HarnessError('ERR_SUITE_INVALID', `suites/catalogue/requirements.json: ${z.prettifyError(parsed.error)}`);
}

const roles = {
  token: 'as',
  par: 'as',
  authorization: 'as',
  registration: 'as',
  'client-configuration': 'as',
  introspection: 'as',
  metadata: 'as',
  resource: 'rs',
  'resource-metadata': 'rs',
} as const satisfies Record<Place, 'as' | 'rs'>;

export function roleOf(place: Place): 'as' | 'rs' {
  return roles[place];
}

/** The row of a requirement for the server at a place. A row of another role says nothing about the place. */
export function findRequirement(catalogue: readonly Requirement[], id: string, place: Place): Requirement | undefined {
  return indexOf(catalogue).get(rowKey({ id, role: roleOf(place) }));
}

/** The row of a requirement for clients. */
export function findClientRequirement(catalogue: readonly Requirement[], id: string): Requirement | undefined {
  return indexOf(catalogue).get(rowKey({ id, role: 'client' }));
}

function rowKey({ id, role }: Pick<Requirement, 'id' | 'role'>): string {
  return `${id} ${role}`;
}

const indexes = new WeakMap<readonly Requirement[], ReadonlyMap<string, Requirement>>();

/** Every case looks up rows at every place, so each catalogue gets an index once. */
function indexOf(catalogue: readonly Requirement[]): ReadonlyMap<string, Requirement> {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const index = new Map(catalogue.map((row) => [rowKey(row), row]));
  indexes.set(catalogue, index);
  return index;
}

/** @throws HarnessError `ERR_SUITE_INVALID` when there is no such row, or only one of another role. */
export function requirementFor(catalogue: readonly Requirement[], id: string, place: Place): Requirement {
  const row = findRequirement(catalogue, id, place);
  if (row !== undefined) return row;
  const other = catalogue.find((candidate) => candidate.id === id);
  const fault = other === undefined ? `there is no requirement ${id}` : `requirement ${id} is one of the ${other.role}`;
  const hint = other === undefined ? suggested(catalogue, id) : `, which ${place} is no place of`;
  throw new HarnessError('ERR_SUITE_INVALID', `${fault}${hint}`);
}

/** The requirements of a case that apply at this place, in order. The first is the one that the case proves there. */
export function requirementsAt(
  catalogue: readonly Requirement[],
  ids: readonly string[],
  place: Place,
): readonly Requirement[] {
  return ids.flatMap((id) => findRequirement(catalogue, id, place) ?? []);
}

/** `; did you mean "…"?` with the nearest id of the catalogue, or nothing for an id that exists. */
export function suggested(catalogue: readonly Requirement[], id: string): string {
  const ids = new Set(catalogue.map((row) => row.id));
  return ids.has(id) ? '' : didYouMean(id, [...ids]);
}

/** `7` names RFC 9449 section 7 and its parts (`7.1`), `RFC8414` all sections of that document. */
export function isInSection(section: string, wanted: string): boolean {
  const names = [section, section.replace(/^RFC9449 /, '')];
  return names.some((name) => name === wanted || name.startsWith(`${wanted}.`) || name.startsWith(`${wanted} `));
}

/** `MUST` means `MUST NOT` too. */
export function isLevel(level: string, wanted: string): boolean {
  return `${level} `.toLowerCase().startsWith(`${wanted} `.toLowerCase());
}
