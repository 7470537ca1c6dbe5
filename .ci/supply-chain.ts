import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { root, runCommand } from './command.ts';
import { failed, passed, skipped, type Step } from './step.ts';

/**
 * The lock file pins contents by hash and names no host, so that any registry mirror can serve it. And a clean clone can
 * be installed from it: npm leaves out, without a word, platform packages that the mirror of the day does not have.
 */
export const lockFileStep: Step = {
  name: 'lock-file',
  run: async () => {
    const lines = (await readFile(path.join(root, 'package-lock.json'), 'utf8')).split('\n');
    const hosts = lines.filter((line) => line.includes('"resolved"')).map((line) => line.trim());
    if (hosts.length > 0) return failed(`package-lock.json names hosts:\n${hosts.slice(0, 5).join('\n')}`);
    const { ok, output } = await runCommand(['npm', 'ci', '--dry-run', '--ignore-scripts', '--loglevel=error']);
    return ok ? passed() : failed(output);
  },
};

const auditSchema = z.object({
  metadata: z.object({ vulnerabilities: z.object({ high: z.number(), critical: z.number() }) }),
});

/** Known vulnerabilities in what a user of the package gets. */
export const auditStep: Step = {
  name: 'audit',
  run: async () => {
    const { stdout, output } = await runCommand(['npm', 'audit', '--json', '--omit=dev'], { seconds: 10 });
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
