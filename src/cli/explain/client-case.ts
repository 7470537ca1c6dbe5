import { findClientRequirement, type Requirement } from '../../suite/catalogue.ts';
import { describeRule, describeTask } from '../../suite/client/describe.ts';
import type { ClientCase, ClientWatch } from '../../suite/client/schema.ts';
import type { Suite } from '../../suite/schema.ts';
import { type Page, wrapped } from '../terminal.ts';
import { requirementLines } from './requirement.ts';

/** Explains a case or a watch for clients; nothing where there is none of this id. */
export function explainClient(
  id: string,
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  page: Page,
): readonly string[] | undefined {
  for (const suite of suites) {
    const entries = [...(suite.clientCases ?? []), ...(suite.clientWatches ?? [])];
    const entry = entries.find((one) => one.id === id);
    if (entry !== undefined) return linesOf({ suite, entry }, catalogue, page);
  }
  return undefined;
}

type Found = { readonly suite: Suite; readonly entry: ClientCase | ClientWatch };

function linesOf({ suite, entry }: Found, catalogue: readonly Requirement[], page: Page): readonly string[] {
  const { paint, width } = page;
  const rows = entry.requirements.flatMap((id) => findClientRequirement(catalogue, id) ?? []);
  return [
    `${paint('bold', entry.id)}  ${entry.title}`,
    paint('dim', `${suite.id}: ${suite.title} (${suite.section})`),
    ...(entry.why === undefined ? [] : [paint('bold', 'Why'), ...wrapped(entry.why, width, '  ')]),
    paint('bold', 'Requirements'),
    ...rows.flatMap((row) => requirementLines(row, page).map((line) => `  ${line}`)),
    ...('checks' in entry ? caseLines(entry, page) : watchLines(entry, page)),
    ...(entry.atMost === undefined ? [] : [paint('bold', 'Grading'), `  a breach is a ${entry.atMost} at most`]),
  ];
}

function watchLines({ that }: ClientWatch, { paint }: Page): readonly string[] {
  return [
    paint('bold', 'Looks at'),
    '  every request that the client made in the run',
    paint('bold', 'Expects'),
    `  ${wordsOf(that)}`,
  ];
}

function caseLines({ task, posture, checks, claims }: ClientCase, { paint, width }: Page): readonly string[] {
  return [
    paint('bold', 'Asks the client to'),
    ...wrapped(describeTask(task), width, '  '),
    paint('bold', 'Answers'),
    ...(posture.length === 0 ? ['  lawfully'] : posture.flatMap((rule) => wrapped(describeRule(rule), width, '  '))),
    paint('bold', 'Expects'),
    ...checks.map(({ that, requirement }) => `  ${wordsOf(that)} (${requirement})`),
    ...(claims === undefined ? [] : [paint('bold', 'Claim'), `  a client that does not claim ${claims} may stop`]),
  ];
}

/** A check as its words and members. */
function wordsOf({ see, ...members }: { readonly see: string }): string {
  const rest = Object.entries(members).map(([name, value]) => `${name} ${valueText(value)}`);
  return [see.replaceAll('-', ' '), ...rest].join(', ');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(' ');
  const isCheck = typeof value === 'object' && value !== null && 'see' in value && typeof value.see === 'string';
  return isCheck ? wordsOf({ ...value, see: String(value.see) }) : String(value);
}
