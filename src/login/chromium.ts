import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium that the environment names or PATH has. */
export function chromiumOfMachine(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['PROOFMARK_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const folders = (env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** The one of the machine first; `own` is where Playwright's download would be. */
export function findChromium(own: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return chromiumOfMachine(env) ?? (existsSync(own) ? own : undefined);
}

/** For a browser that sees the target and nothing else. */
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
