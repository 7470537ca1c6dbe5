import { chromium } from 'playwright';
import { findChromium } from '../src/browser/chromium.ts';
import { runCommand } from './command.ts';

export type Chromium =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly problem: string };

let search: Promise<Chromium> | undefined;

/** A Chromium of this machine, else Playwright's, else Debian's; both downloads are tried once a process. */
export async function findOrInstallChromium(): Promise<Chromium> {
  search ??= installChromium();
  return search;
}

async function installChromium(): Promise<Chromium> {
  const problems: string[] = [];
  for (const install of [undefined, downloadWithPlaywright, installWithApt]) {
    const problem = await install?.();
    if (problem !== undefined) problems.push(problem);
    const found = findChromium(chromium.executablePath());
    if (found !== undefined) return { found: true, path: found };
  }
  const advice = 'No Chromium. Install one and put it on PATH, or name it in PROOFMARK_CHROMIUM.';
  return { found: false, problem: [advice, ...problems].join('\n') };
}

async function downloadWithPlaywright(): Promise<string | undefined> {
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' };
  const { ok, output } = await runCommand(['playwright', 'install', 'chromium'], { env });
  return ok ? undefined : `playwright install chromium: ${lastLines(output)}`;
}

async function installWithApt(): Promise<string | undefined> {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = [...sudo, 'apt-get', '-o', 'DPkg::Lock::Timeout=60'];
  for (const command of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { ok, output } = await runCommand([...aptGet, ...command], { env });
    if (!ok) return `apt-get ${command.join(' ')}: ${lastLines(output)}`;
  }
  return undefined;
}

function lastLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.slice(-3).join('\n  ');
}
