import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const start = fileURLToPath(new URL('start.mjs', import.meta.url));
const products = fileURLToPath(new URL('..', import.meta.url));
const folders = readdirSync(products, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(products, entry.name, 'product.json')))
  .map(({ name }) => name);

test.each(folders)('%s says in one sentence that its tools are missing, and ends with 127', (folder) => {
  const env = { PATH: '', PROOFMARK_PRODUCTS: mkdtempSync(path.join(os.tmpdir(), 'products-')) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, folder], { env, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 127,
    stdout: '',
    stderr: expect.stringMatching(
      /^[^:\n]+ is not available here: \w+ cannot be started \([^\n]*\); Debian has it in the package [-\w]+\.\n$/,
    ) as string,
  });
});

test.each(['nginx', 'apache'])('%s in front of a server is missing in one sentence too', (proxy) => {
  const start = path.join(products, 'proxies', 'start.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, proxy, '1', '2', 'host'], {
    env: { PATH: '', HOME: mkdtempSync(path.join(os.tmpdir(), 'products-')) },
    encoding: 'utf8',
  });
  const name = proxy === 'apache' ? 'apache2' : proxy;
  const sentence = `The proxy is not available here: ${name} cannot be started; Debian has it in the package ${name}.\n`;
  expect([status, stdout, stderr]).toEqual([127, '', sentence]);
});

test.each(folders)('%s names each package in an exact version', (folder) => {
  const text = readFileSync(path.join(products, folder, 'product.json'), 'utf8');
  const { version, npm = {}, pypi = {} } = JSON.parse(text) as Product;
  const versions = [version, ...Object.values(npm), ...Object.values(pypi)];
  expect(versions.filter((one) => !/^\d+(\.\d+)+(b\d+)?$/.test(one))).toEqual([]);
});

test.each(folders)('%s is described in the version that is fetched', (folder) => {
  const product = JSON.parse(readFileSync(path.join(products, folder, 'product.json'), 'utf8')) as Product;
  const described = parse(readFileSync(path.join(products, folder, `${folder}.yaml`), 'utf8')) as {
    readonly product: { readonly project: string; readonly version: string };
  };
  expect(described.product).toMatchObject({ project: product.name, version: product.version });
});

type Product = {
  readonly name: string;
  readonly version: string;
  readonly npm?: Readonly<Record<string, string>>;
  readonly pypi?: Readonly<Record<string, string>>;
};
