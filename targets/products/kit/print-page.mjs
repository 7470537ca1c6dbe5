import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Prints the adapter of a product as one module for a page. What it imports by name is taken from the cache, where esbuild is as well. */
export async function printPage(folder, cache) {
  const esbuild = createRequire(pathToFileURL(path.join(cache, 'package.json')))('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(folder, 'adapter.mjs')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
    plugins: [{ name: 'cache', setup: (build) => fromCache(build, cache) }],
  });
  process.stdout.write(outputFiles[0].text);
}

/** Only names that files of this project import are looked for elsewhere; packages find each other as usual. */
function fromCache(build, cache) {
  build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind, pluginData, resolveDir }) =>
    pluginData === cache || resolveDir.startsWith(cache)
      ? undefined
      : build.resolve(name, { kind, resolveDir: cache, pluginData: cache }),
  );
}
