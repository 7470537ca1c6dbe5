import { Argument, Command, Option } from 'commander';
import { coverageOf, type CoverageRow } from '../../suite/coverage.ts';
import { isInSection, isLevel, loadCatalogue, type Requirement } from '../../suite/catalogue.ts';
import { exclusions } from '../../../suites/catalogue/exclusions.ts';
import { suites } from '../../../suites/index.ts';
import { profiles } from '../../../suites/catalogue/profiles.ts';
import { type CliContext, print } from '../context.ts';
import { casesJson, caseLines, listedCases, type ListFilter } from './cases.ts';
import { listedRequirements, requirementLines, requirementsJson } from './requirements.ts';
import { coverageJson, coverageLines, coverageMarkdown } from './coverage.ts';
import { profileLines } from './profiles.ts';
import { findTargets, targetLines } from './targets.ts';
import { checkSelection } from '../../app/input/selection.ts';
import { painter, type Paint } from '../terminal.ts';
import { listOption } from '../options.ts';

type ListFlags = ListFilter & { readonly json: boolean; readonly markdown: boolean; readonly coverage: boolean };

const things = ['cases', 'targets', 'requirements', 'coverage', 'profiles'] as const;
type Thing = (typeof things)[number];

const examples = `
Examples:
  $ proofmark list                                  all cases, suite by suite
  $ proofmark list cases --section 4.3 --role rs    those of section 4.3 at a resource server
  $ proofmark list requirements --level MUST --json
  $ proofmark list --coverage --markdown            what covers each requirement, or why nothing does`;

export function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the cases, targets, requirements, their coverage, or profiles')
    .addArgument(new Argument('[what]', 'what to list').choices(things).default('cases'))
    .option('--suite <ids>', 'list only what belongs to these suites', listOption)
    .option('--section <sections>', 'list only what belongs to these sections, for example 4.3 or RFC8414', listOption)
    .option('--level <levels>', 'list only what has one of these levels: MUST, SHOULD, MAY, implied', listOption)
    .addOption(
      new Option(
        '--role <role>',
        'list only what is for authorization servers (as), resource servers (rs) or clients (client)',
      ).choices(['as', 'rs', 'client']),
    )
    .option('--coverage', 'show what covers each requirement, or why nothing does', false)
    .option('--json', 'print JSON', false)
    .option('--markdown', 'print the coverage as Markdown', false)
    .addHelpText('after', examples)
    .action((what: Thing, flags: ListFlags) => {
      print(context.stdout, list(context, flags.coverage ? 'coverage' : what, flags));
    });
}

function list(context: CliContext, what: Thing, flags: ListFlags): string {
  const catalogue = loadCatalogue();
  checkSelection(suites, catalogue, { suites: flags.suite, sections: flags.section, levels: flags.level });
  const paint = painter(context);
  switch (what) {
    case 'cases': {
      const cases = listedCases(suites, catalogue, flags);
      return flags.json ? json(casesJson(cases)) : caseLines(cases, paint).join('\n');
    }
    case 'requirements': {
      const rows = listedRequirements(suites, catalogue, flags);
      return flags.json ? json(requirementsJson(rows)) : requirementLines(rows, paint).join('\n');
    }
    case 'targets': {
      const targets = findTargets(context.cwd);
      return flags.json ? json(targets) : targetLines(targets, paint).join('\n');
    }
    case 'coverage':
      return coverageText(coveredRows(catalogue, flags), flags, paint);
    case 'profiles':
      return flags.json ? json(profiles) : profileLines(profiles, catalogue, paint).join('\n');
    default:
      return what satisfies never;
  }
}

function coveredRows(catalogue: readonly Requirement[], { section, level, role }: ListFlags): readonly CoverageRow[] {
  return coverageOf(suites, catalogue, exclusions)
    .filter(({ row }) => section === undefined || section.some((wanted) => isInSection(row.section, wanted)))
    .filter(({ row }) => level === undefined || level.some((wanted) => isLevel(row.level, wanted)))
    .filter(({ row }) => role === undefined || row.role === role);
}

function coverageText(rows: readonly CoverageRow[], { json: asJson, markdown }: ListFlags, paint: Paint): string {
  if (asJson) return json(coverageJson(rows));
  return markdown ? coverageMarkdown(rows) : coverageLines(rows, paint).join('\n');
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
