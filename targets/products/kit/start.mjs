// Starts the adapter of a client or the server of a product, after its packages have been installed into a cache outside the repository.
//   node start.mjs <folder> [port …]
// A folder has an `adapter.mjs` or `adapter.py`, or a `start.mjs` whose function `start` takes the cache and the ports.
// Exit status 127: the product cannot be had here, and standard error says why.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install, Unavailable } from './install.mjs';

const products = fileURLToPath(new URL('..', import.meta.url));
const folder = path.resolve(products, process.argv[2] ?? '');
const product = JSON.parse(readFileSync(path.join(folder, 'product.json'), 'utf8'));

try {
  const cache = await install(product, folder);
  if (product.npm && !product.page) resolveIn(cache);
  if (existsSync(path.join(folder, 'start.mjs'))) await (await load('start.mjs')).start(cache, process.argv.slice(3));
  else if (product.page) await (await import('./print-page.mjs')).printPage(folder, cache);
  else if (product.npm) await load('adapter.mjs');
  else runPython(cache);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.error(error.message);
  process.exit(127);
}

/** From now on, what the product's own files import by name is taken from the cache. */
function resolveIn(cache) {
  const parent = pathToFileURL(path.join(cache, 'package.json')).href;
  const own = pathToFileURL(`${folder}${path.sep}`).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      const isName = !/^(?:\.|\/|node:|file:)/.test(specifier) && context.parentURL?.startsWith(own);
      return next(specifier, isName ? { ...context, parentURL: parent } : context);
    },
  });
}

function load(name) {
  return import(pathToFileURL(path.join(folder, name)).href);
}

function runPython(cache) {
  const python = path.join(cache, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const child = spawn(python, ['-B', path.join(folder, 'adapter.py'), ...process.argv.slice(3)], { stdio: 'inherit' });
  child.once('exit', (status, signal) => process.exit(status ?? (signal === null ? 1 : 128)));
}
