import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium that `PROOFMARK_CHROMIUM` names, or one in PATH. */
export function chromiumOfMachine(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['PROOFMARK_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const folders = (env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** The Chromium of the machine, or else the one that Playwright downloads to `own`. */
export function findChromium(own: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return chromiumOfMachine(env) ?? (existsSync(own) ? own : undefined);
}

/** Arguments that keep Chromium from contacting any host but the target. */
export const quietArguments: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
