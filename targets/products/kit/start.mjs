// Starts the adapter of a client or the server of a product, after its packages have been installed into a cache outside the repository.
//   node start.mjs <folder>
// Exit status 127: the product cannot be had here, and standard error says why.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install, Unavailable } from './install.mjs';

const products = fileURLToPath(new URL('..', import.meta.url));
const folder = path.resolve(products, process.argv[2] ?? '');
const product = JSON.parse(readFileSync(path.join(folder, 'product.json'), 'utf8'));

try {
  const cache = await install(product);
  if (product.maven)
    await (await import(pathToFileURL(path.join(folder, 'start.mjs')).href)).start(cache, process.argv.slice(3));
  else if (product.page) await (await import('./print-page.mjs')).printPage(folder, cache);
  else if (product.npm) await runModule(cache);
  else runPython(cache);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.error(error.message);
  process.exit(127);
}

/** Imports the adapter here, so that what it imports by name is taken from the cache. */
async function runModule(cache) {
  const parent = pathToFileURL(path.join(cache, 'package.json')).href;
  const own = pathToFileURL(`${folder}${path.sep}`).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      const isName = !/^(?:\.|\/|node:|file:)/.test(specifier) && context.parentURL?.startsWith(own);
      return next(specifier, isName ? { ...context, parentURL: parent } : context);
    },
  });
  await import(pathToFileURL(path.join(folder, 'adapter.mjs')).href);
}

function runPython(cache) {
  const python = path.join(cache, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const child = spawn(python, ['-B', path.join(folder, 'adapter.py')], { stdio: 'inherit' });
  child.once('exit', (status, signal) => process.exit(status ?? (signal === null ? 1 : 128)));
}
