import { Argument, Command, Option } from 'commander';
import { loadCatalogue } from '../suite/catalogue.ts';
import { suites } from '../../suites/index.ts';
import { profiles } from '../../suites/profiles.ts';
import { type CliContext, print } from './context.ts';
import { casesJson, caseLines, listedCases, type ListFilter } from './list-cases.ts';
import { listedRequirements, requirementLines, requirementsJson } from './list-requirements.ts';
import { findTargets, targetLines } from './list-targets.ts';
import { many } from './options.ts';
import { checkSelection } from './selection.ts';
import { alignedRows, painter } from './terminal.ts';

type ListFlags = ListFilter & { readonly json: boolean };

const things = ['cases', 'targets', 'requirements', 'profiles'] as const;
type Thing = (typeof things)[number];

const examples = `
Examples:
  $ proofmark list                                  all cases, suite by suite
  $ proofmark list cases --section 4.3 --role rs    those for section 4.3 at a resource server
  $ proofmark list requirements --level MUST --json`;

export function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list what there is: cases, targets, requirements or profiles')
    .addArgument(new Argument('[what]', 'what to list').choices(things).default('cases'))
    .option('--suite <ids>', 'only of these suites', many)
    .option('--section <sections>', 'only of these sections, for example 4.3 or RFC8414', many)
    .option('--level <levels>', 'only of these levels: MUST, SHOULD, MAY, implied', many)
    .addOption(new Option('--role <role>', 'only for authorization servers or resource servers').choices(['as', 'rs']))
    .option('--json', 'as JSON', false)
    .addHelpText('after', examples)
    .action((what: Thing, flags: ListFlags) => {
      print(context.stdout, list(context, what, flags));
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
    case 'profiles':
      return flags.json ? json(profiles) : profileLines().join('\n');
    default:
      return what satisfies never;
  }
}

function profileLines(): readonly string[] {
  return alignedRows([
    ['core', 'RFC 9449 and what it builds on; always selected'],
    ...profiles.map(({ id, title, changes }) => [id, `${title} (${changes.length} requirements graded otherwise)`]),
  ]);
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
