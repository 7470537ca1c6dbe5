import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { toolOf } from './tools.mjs';

/** Why a product cannot be had on this machine, in one sentence. */
export class Unavailable extends Error {}

/**
 * The folder of the installed packages. They are fetched once, in exact versions; no script of a package is run. `sources` are files of the product's own
 * folder which are copied there, and `build` has the commands which then run there, once. `needs` are commands without which nothing is fetched.
 *
 * @typedef {{ artifact: string, sha256: string }} Maven coordinates of a zip, group:name:version:zip
 * @typedef {{ name: string, version: string, npm?: Record<string, string>, pypi?: Record<string, string>, maven?: Maven, needs?: string[],
 *   sources?: string[], build?: string[][] }} Product
 *
 * @param {Product} product
 * @param {string} own the folder with its product.json
 */
export async function install(product, own) {
  const home = process.env.PROOFMARK_PRODUCTS ?? path.join(os.homedir(), '.cache', 'proofmark', 'products');
  const sources = (product.sources ?? []).map((name) => path.join(own, name));
  const wanted = JSON.stringify([product.npm, product.pypi, ...built(product, sources)]);
  const mark = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const folder = path.join(home, `${product.name.replaceAll(/[^a-z0-9]+/gi, '-')}-${mark}`);
  if (existsSync(path.join(folder, 'installed'))) return folder;
  for (const command of neededBy(product)) look(product.name, command);
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  console.error(`${product.name} ${product.version} is fetched into ${home}, once`);
  try {
    if (product.npm) installNpm(product, fresh);
    if (product.pypi) installPypi(product, fresh);
    if (product.maven) installMaven(product, fresh);
    for (const source of sources) copyFileSync(source, path.join(fresh, path.basename(source)));
    for (const [command, ...options] of product.build ?? []) run(product.name, command, options, fresh);
    writeFileSync(path.join(fresh, 'installed'), wanted);
    move(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

function neededBy({ needs = [], npm, pypi }) {
  return [...needs, ...(npm ? ['npm'] : []), ...(pypi ? ['python3'] : [])];
}

/** Another source is another build. */
function built({ maven, build }, sources) {
  if (!maven && !build) return [];
  return [maven, build, ...sources.map((source) => readFileSync(source, 'utf8'))];
}

function installNpm({ name, npm }, folder) {
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: npm }),
  );
  run(name, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
}

/** The scripts of a virtual environment name its folder, so pip is run as a module of its Python. */
function installPypi({ name, pypi }, folder) {
  run(name, 'python3', ['-m', 'venv', folder], folder);
  const packages = Object.entries(pypi).map(([one, version]) => `${one}==${version}`);
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  run(name, python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], folder);
}

/** The zip is held against its digest before anything of it is run. */
function installMaven({ name, maven: { artifact, sha256 } }, folder) {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  run(name, 'mvn', ['-q', '-B', goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], folder);
  const [, project, version] = artifact.split(':');
  const zip = path.join(folder, `${project}-${version}.zip`);
  const found = createHash('sha256').update(readFileSync(zip)).digest('hex');
  if (found !== sha256)
    throw new Unavailable(`${name} is not available here: ${artifact} has the SHA-256 ${found}, not ${sha256}.`);
  run(name, 'jar', ['xf', zip], folder);
  rmSync(zip);
}

/** @throws Unavailable where a command cannot be started, with the way to get it */
function look(name, command) {
  const [program, ...options] = command.split(' ');
  run(name, program, options.length === 0 ? ['--version'] : options);
}

function run(name, command, options, cwd) {
  const { error, status, stderr } = spawnSync(command, options, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  const missing = `${name} is not available here: ${command} cannot be started`;
  if (error) throw new Unavailable(`${missing} (${error.message})${toolOf(command)}.`);
  if (status === 0) return;
  const lines = stderr.trim().split('\n');
  // npm ends with where its log is, and says before what went wrong.
  const reason = lines.findLast((line) => !line.includes('A complete log of this run'))?.slice(0, 300) ?? '';
  throw new Unavailable(`${name} is not available here: it could not be fetched or built with ${command} (${reason}).`);
}

/** Another process may have been quicker. */
function move(fresh, folder) {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(path.join(folder, 'installed'))) throw error;
  }
}
