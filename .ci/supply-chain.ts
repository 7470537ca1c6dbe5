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
