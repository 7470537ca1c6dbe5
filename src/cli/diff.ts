import { Command, Option } from 'commander';
import { diffRuns } from '../app/diff.ts';
import type { RunDifference } from '../verdict/difference/difference.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { githubOf } from './github.ts';
import { hostOf } from './host.ts';

type Format = 'text' | 'markdown' | 'json';
type DiffFlags = { readonly format: Format; readonly out?: string };

const examples = `
Examples:
  $ proofmark diff last-week/record.ndjson today/record.ndjson
  $ proofmark diff last-week today                      folders that hold a record.ndjson
  $ proofmark diff main branch --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ proofmark diff main branch --out diff.html

A problem is new only if the earlier run tried what shows it, and gone only if the later run tried all of it again.
Exit codes: 0 nothing is new or worse, 1 something is, 2 bad usage or record, 3 the later run judged less than the earlier one.`;

export function diffCommand(context: CliContext): Command {
  return new Command('diff')
    .description('compare two runs: which problems are new, worse, better or gone')
    .argument('<before>', 'the record.ndjson of the earlier run, or its folder')
    .argument('<after>', 'the record.ndjson of the later run, or its folder')
    .addOption(new Option('--format <format>', 'what is printed').choices(['text', 'markdown', 'json']).default('text'))
    .option('--out <file.html>', 'write the comparison as a page, too')
    .addHelpText('after', examples)
    .action(async (before: string, after: string, { format, out }: DiffFlags) => {
      const { difference, exitCode } = await diffRuns(hostOf(context), { before, after, page: out });
      const text = await rendered(context, difference, format);
      if (format === 'text') printMuted(context, text);
      else print(context.stdout, text.trimEnd());
      if (out !== undefined) print(context.stderr, `page  ${out}`);
      context.exit(exitCode);
    });
}

/** The other formats hold no command, and must stay what they are when they are sent to a file. */
function printMuted(context: CliContext, text: string): void {
  const github = githubOf(context);
  github.mute();
  print(context.stdout, text);
  github.unmute();
}

async function rendered({ stdout, env }: CliContext, difference: RunDifference, format: Format): Promise<string> {
  switch (format) {
    case 'text': {
      const { renderDifference } = await import('../report/difference/text.ts');
      return renderDifference(difference, { color: usesColor(stdout, env) });
    }
    case 'markdown':
      return (await import('../report/difference/markdown.ts')).renderDifferenceMarkdown(difference);
    case 'json':
      return (await import('../report/difference/json.ts')).renderDifferenceJson(difference);
    default:
      return format satisfies never;
  }
}
