// Makes a clean clone runnable, then runs one command with the Node version that the project pins.
// It is plain JavaScript without dependencies, because it is the only file for the system's Node (20 or newer).
//   node .ci/setup.mjs <script> [arguments]
//   node .ci/setup.mjs path                    prints the folders that belong on PATH
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = '22.18.0'; // the first that runs TypeScript without a flag
const root = fileURLToPath(new URL('..', import.meta.url));
const modules = path.join(root, 'node_modules');
/** The pinned Node has a lock file of its own, because npm would otherwise want it on every platform. */
const nodeHome = path.join(root, '.ci', 'node');
const nodePackage = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const pinnedNode = path.join(nodeHome, nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!isInstalled(root)) install(root, 'dependencies');
if (!isInstalled(nodeHome)) install(nodeHome, 'the pinned Node');
const node = findNode();
const binFolders = [path.dirname(node), path.join(modules, '.bin')].join(path.delimiter);
if (process.argv[2] === 'path') console.log(binFolders);
else run(process.argv.slice(2));

/** Whether node_modules matches the lock file. npm leaves its own lock file there to compare. */
function isInstalled(folder) {
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const present = readPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  const isCurrent = ([name, { version, integrity, optional, devOptional }]) => {
    const found = present[name];
    if (found === undefined) return name !== nodePackage && Boolean(optional ?? devOptional);
    return found.version === version && found.integrity === integrity;
  };
  return Object.entries(wanted).every(isCurrent) && Object.keys(present).every((name) => name in wanted);
}

function readPackages(file) {
  if (!existsSync(file)) return {};
  const { '': _project, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages;
  return packages;
}

function install(folder, what) {
  console.error(`setup: installing ${what} (npm ci)`);
  const command = 'npm ci --include=dev --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error';
  const { status } = spawnSync(command, { cwd: folder, env: environment(), stdio: ['ignore', 2, 2], shell: true });
  if (status !== 0) stop('npm ci failed; its message is above.');
}

/**
 * The pinned Node. Where there is none for this platform, the running one if it is new enough.
 *
 * @returns {string}
 */
function findNode() {
  if (runs(pinnedNode)) return pinnedNode;
  if (isNewEnough(process.versions.node)) return process.execPath;
  return stop(
    `No usable Node. This is ${process.version}, Proofmark's tools need ${OLDEST_NODE} or newer, and there is none of ` +
      `our own for ${process.platform} on ${process.arch}. Install Node 24.`,
  );
}

function runs(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 && isNewEnough(stdout.trim().slice(1));
}

function isNewEnough(version) {
  return version.localeCompare(OLDEST_NODE, 'en', { numeric: true }) >= 0;
}

/** Leaves out the options of an outer `npm run`. npm passes them on as variables, and inner npm commands would obey them. */
function environment() {
  const isHandedDown = (name) => /^npm_config_(local_prefix|loglevel|ignore_scripts|omit|global|dry_run)$/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isHandedDown(name)));
}

function run(args) {
  const PATH = [binFolders, process.env['PATH']].join(path.delimiter);
  const child = spawn(node, args, { cwd: root, env: { ...environment(), PATH }, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well, so forwarding it would count as a second one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`${node} did not start: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}

/** @returns {never} */
function stop(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}
