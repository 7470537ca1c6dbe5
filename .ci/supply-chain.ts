import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { root, runCommand } from './command.ts';
import { failed, passed, skipped, type Step } from './step.ts';

/**
 * The lock file pins contents by hash and names no host, so that any registry mirror can serve it. It is complete too,
 * because npm silently leaves out platform packages that a mirror does not have.
 */
export const lockFileStep: Step = {
  name: 'lock-file',
  run: async () => {
    for (const folder of ['.', '.ci/node']) {
      const problem = await lockFileProblem(path.join(root, folder));
      if (problem !== undefined) return failed(`${folder}: ${problem}`);
    }
    return passed();
  },
};

async function lockFileProblem(folder: string): Promise<string | undefined> {
  const lines = (await readFile(path.join(folder, 'package-lock.json'), 'utf8')).split('\n');
  const hosts = lines.filter((line) => line.includes('"resolved"')).map((line) => line.trim());
  if (hosts.length > 0) return `package-lock.json names hosts:\n${hosts.slice(0, 5).join('\n')}`;
  const flags = ['--dry-run', '--ignore-scripts', '--loglevel=error'];
  const { ok, output } = await runCommand(['npm', 'ci', '--prefix', folder, ...flags]);
  return ok ? undefined : output;
}

const auditSchema = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.number(), critical: z.number() }) }),
});

/** Looks for known vulnerabilities in the packages that a user gets. */
export const auditStep: Step = {
  name: 'audit',
  run: async () => {
    // A registry that does not answer is left out soon, however slow this machine is.
    const network = ['--fetch-retries=0', '--fetch-timeout=10000'];
    const { stdout, output } = await runCommand(['npm', 'audit', '--json', '--omit=dev', ...network]);
    const report = auditSchema.safeParse(parseJson(stdout));
    if (!report.success) return skipped('npm audit: not reachable');
    const { high, critical } = report.data.metadata.vulnerabilities;
    return high + critical === 0 ? passed() : failed(output);
  },
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
