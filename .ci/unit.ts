import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { findOrInstallChromium } from './chromium.ts';
import { runCommand } from './command.ts';
import type { Step, StepResult } from './step.ts';
import { withTemporaryFolder } from './temporary.ts';

const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** Unit and end-to-end tests, with vitest. */
export const unitStep: Step = {
  name: 'unit',
  run: async () =>
    withTemporaryFolder(async (folder) => {
      const chromium = await findOrInstallChromium();
      const report = path.join(folder, 'vitest.json');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const { ok, output } = await runCommand(['vitest', 'run', '--config', '.ci/vitest.config.ts', ...reporters], {
        env: chromium.found ? { PROOFMARK_CHROMIUM: chromium.path } : {},
      });
      return { ...(await countTests(report, ok)), output };
    }),
};

/** A file that breaks before its tests start, or a stray rejection, belongs to no test. Each counts as one failure. */
async function countTests(file: string, ok: boolean): Promise<Omit<StepResult, 'output'>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1 };
  const report = reportSchema.parse(JSON.parse(text));
  const isBroken = ({ status, assertionResults }: (typeof report.testResults)[number]) =>
    status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
  const failures = report.numFailedTests + report.testResults.filter(isBroken).length;
  const isGreen = ok && report.success && report.numPassedTests > 0;
  return { passed: report.numPassedTests, failed: isGreen ? failures : Math.max(failures, 1) };
}
