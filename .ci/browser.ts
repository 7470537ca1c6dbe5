import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { findOrInstallChromium } from './chromium.ts';
import { runCommand } from './command.ts';
import { failed, type Step, type StepResult } from './step.ts';
import { withTemporaryFolder } from './temporary.ts';

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** Tests of the report in a real browser, with Playwright. */
export const browserStep: Step = {
  name: 'browser',
  run: async () => {
    const chromium = await findOrInstallChromium();
    if (!chromium.found) return failed(chromium.problem);
    return withTemporaryFolder(async (folder) => runPlaywright(chromium.path, path.join(folder, 'playwright.json')));
  },
};

async function runPlaywright(chromium: string, report: string): Promise<StepResult> {
  const env = { PROOFMARK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { ok, output } = await runCommand(['playwright', 'test', '--reporter=list,json'], { env });
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) return failed(output);
  const { expected, unexpected, flaky } = reportSchema.parse(JSON.parse(text)).stats;
  const failures = unexpected + flaky;
  return { passed: expected, failed: ok && expected > 0 ? failures : Math.max(failures, 1), output };
}
