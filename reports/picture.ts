// npm run picture: makes docs/report.png, the picture in README, from a real run against a server with one defect.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findChromium, quietArguments } from '../src/browser/chromium.ts';

const inProject = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** The reference server with the defect that the picture shows, started by the run itself. */
const descriptor = `
name: my-server
as:
  issuer: http://127.0.0.1:{port.as}
  clients:
    - { id: confidential, auth: client_secret_basic, secret: { env: SECRET }, grants: [client_credentials] }
rs:
  resources: [{ url: 'http://127.0.0.1:{port.rs}/resource' }]
launch:
  command: [node, ${JSON.stringify(inProject('targets/reference/main.ts'))}, --as-port, '{port.as}', --rs-port, '{port.rs}',
    --watch-stdin, --mutant, as-typ-missing-accepted]
  env: { SECRET: reference-secret }
  ready: { line: ready }
`;

/** Ends with exit code 1, since the defect is found; what counts is the report. */
async function run(folder: string): Promise<string> {
  const file = path.join(folder, 'my-server.yaml');
  await writeFile(file, descriptor);
  const main = inProject('src/cli/main.ts');
  const args = [main, 'run', file, '--out', folder];
  await new Promise<void>((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, () => resolve());
  });
  return pathToFileURL(path.join(folder, 'report.html')).href;
}

async function photograph(url: string, file: string): Promise<void> {
  const executablePath = findChromium(chromium.executablePath());
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', ...quietArguments],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    // The buttons are made by the script.
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'proofmark-picture-'));
try {
  await photograph(await run(folder), inProject('docs/report.png'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
