// Builds dist/, the content of the package: compiled code, and beside it every file that the code reads at run time.
//
// dist/ mirrors the source tree (dist/src, dist/suites, dist/targets). So one relative URL works in
// both layouts. Code finds its files by such URLs, and never by the current directory:
//   new URL('../../suites/catalogue/requirements.json', import.meta.url)     from src/suite/ and from dist/src/suite/
//   new URL('../../package.json', import.meta.url)                 from src/app/ and from dist/src/app/ (a copy)
//   new URL('../../../docs/read-a-report.md', import.meta.url)     from src/report/guide/ and from dist/src/report/guide/
// Every file that is no TypeScript is copied, so a new template needs no line here. Only paths to our code get
// another ending, so the descriptors that launch code are rewritten below.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');

// These files need packages that only a clone installs.
const onlyInClone = /targets[\\/]products[\\/](oidc-provider|express-oauth2-jwt-bearer|configurations)/;

rmSync(dist, { recursive: true, force: true });
compile();
for (const asset of ['src', 'suites', 'targets', 'docs/read-a-report.md', 'package.json']) copy(asset);
nameCompiledCode(path.join(dist, 'targets/reference.yaml'));
const unlike = path.join(dist, 'targets/unlike');
for (const file of readdirSync(unlike)) if (file.endsWith('.yaml')) nameCompiledCode(path.join(unlike, file));

function compile() {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const project = path.join(root, 'tsconfig.build.json');
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/**
 * A descriptor launches code by its file name, which ends in .js after the build.
 * @param {string} descriptor
 */
function nameCompiledCode(descriptor) {
  writeFileSync(descriptor, readFileSync(descriptor, 'utf8').replaceAll('main.ts', 'main.js'));
}

/** @param {string} asset */
function copy(asset) {
  cpSync(path.join(root, asset), path.join(dist, asset), { recursive: true, filter: isAsset });
}

/** @param {string} file */
function isAsset(file) {
  return !file.endsWith('.ts') && !file.includes('.test.') && !onlyInClone.test(file);
}
