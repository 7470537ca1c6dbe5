import { Command } from 'commander';
import { didYouMean } from '../../document/nearest.ts';
import { HarnessError } from '../../errors.ts';
import { loadCatalogue, type Requirement } from '../../suite/catalogue.ts';
import type { Suite } from '../../suite/schema.ts';
import { exclusions } from '../../../suites/catalogue/exclusions.ts';
import { suites } from '../../../suites/index.ts';
import { profiles } from '../../../suites/catalogue/profiles.ts';
import { type CliContext, print } from '../context.ts';
import { explainCase } from './case.ts';
import { explainClient } from './client-case.ts';
import { explainRequirement } from './requirement.ts';
import { explainProfile } from '../list/profiles.ts';
import { painter, widthOf, type Page } from '../terminal.ts';

const examples = `
Examples:
  $ proofmark explain typ-missing              a case: what it sends, what it expects, and why
  $ proofmark explain typ-missing@token        the same, at one place
  $ proofmark explain RFC9449-4.3-04a          a requirement, and the cases that cover it
  $ proofmark explain fapi2                    a profile: what it adds, what it grades otherwise, and why`;

export function explainCommand(context: CliContext): Command {
  return new Command('explain')
    .description('explain a case, a requirement or a profile')
    .argument('<id>', 'a case (typ-missing), an instance of one (typ-missing@token), a requirement or a profile')
    .addHelpText('after', examples)
    .action((id: string) => {
      const page = { paint: painter(context), width: widthOf(context) };
      print(context.stdout, explain(id, suites, loadCatalogue(), page).join('\n'));
    });
}

/** @throws HarnessError `ERR_USAGE` when nothing has this id. */
export function explain(
  id: string,
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  page: Page,
): readonly string[] {
  const [caseId = '', place = ''] = id.split('~')[0]?.split('@') ?? [];
  for (const suite of suites) {
    const entry = [...suite.cases, ...(suite.watches ?? [])].find((candidate) => candidate.id === caseId);
    if (entry === undefined) continue;
    const places = place === '' ? entry.at : entry.at.filter((candidate) => candidate === place);
    if (places.length > 0) return explainCase({ suite, entry, places }, catalogue, page);
    throw new HarnessError('ERR_USAGE', `${caseId} is not tried at "${place}", but at ${entry.at.join(', ')}`);
  }
  const ofClients = explainClient(caseId, suites, catalogue, page);
  if (ofClients !== undefined) return ofClients;
  const rows = catalogue.filter((row) => row.id.toLowerCase() === id.toLowerCase());
  if (rows.length > 0) return explainRequirement(rows, { suites, catalogue, exclusions }, page);
  const profile = profiles.find((candidate) => candidate.id === id.toLowerCase());
  if (profile !== undefined) return explainProfile(profile, catalogue, page);
  throw unknown(id, caseId, suites, catalogue);
}

function unknown(
  id: string,
  caseId: string,
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
): HarnessError {
  const cases = suites.flatMap(({ cases: own, watches = [], clientCases = [], clientWatches = [] }) =>
    [...own, ...watches, ...clientCases, ...clientWatches].map((entry) => entry.id),
  );
  const hint = didYouMean(caseId, [
    ...cases,
    ...catalogue.map((row) => row.id),
    ...profiles.map((profile) => profile.id),
  ]);
  const advice = hint === '' ? '; proofmark list shows the cases, proofmark list requirements the requirements' : hint;
  return new HarnessError('ERR_USAGE', `there is no case, requirement or profile "${id}"${advice}`);
}
