import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import type { Recorded } from '../app/host.ts';
import { cannotWrite } from '../output.ts';
import { type CliContext, print } from './context.ts';

/** What a run says to GitHub Actions beside its reports. Elsewhere all of it does nothing. */
export type Github = {
  /** What is printed until `unmute` is text for people: no word of a target can be a workflow command in it. */
  readonly mute: () => void;
  readonly unmute: () => void;
  /** Prints annotations, and appends the summary of the run to that of the step. */
  readonly report: (recorded: Recorded) => Promise<void>;
};

export function githubOf(context: Pick<CliContext, 'stdout' | 'stderr' | 'env'>): Github {
  const { stdout, env } = context;
  const isGithub = env['GITHUB_ACTIONS'] === 'true';
  /** The word that ends the pause, which a target must not guess. */
  let word: string | undefined;
  return {
    mute: () => {
      if (!isGithub || word !== undefined) return;
      word = randomBytes(16).toString('hex');
      print(stdout, `::stop-commands::${word}`);
    },
    unmute: () => {
      if (word === undefined) return;
      print(stdout, `::${word}::`);
      word = undefined;
    },
    report: async (recorded) => {
      if (isGithub) await annotate(context, recorded);
      const file = env['GITHUB_STEP_SUMMARY'];
      if (file !== undefined && file !== '') await appendSummary(context, file, recorded);
    },
  };
}

async function annotate({ stdout }: Pick<CliContext, 'stdout'>, { record, recordPath }: Recorded): Promise<void> {
  const { renderAnnotations } = await import('../report/ci/annotations.ts');
  stdout.write(renderAnnotations(record, { recordPath }));
}

/** A step has one summary of bounded size, and another command may have begun it. The run goes on where it cannot be written. */
async function appendSummary(
  { stderr }: Pick<CliContext, 'stderr'>,
  file: string,
  { record, recordPath }: Recorded,
): Promise<void> {
  const { maxSummaryBytes, renderMarkdown } = await import('../report/formats/markdown.ts');
  const taken = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const summary = renderMarkdown(record, { recordPath, maxBytes: maxSummaryBytes - taken - 1 });
  if (taken + Buffer.byteLength(summary) >= maxSummaryBytes) return;
  await appendFile(file, `\n${summary}`).catch((error: unknown) => {
    print(stderr, `proofmark: ${cannotWrite(file, error, { code: 'ERR_OUTPUT' }).message}`);
  });
}
