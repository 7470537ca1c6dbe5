import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadDescriptor } from './load-descriptor.ts';
import { loadWaivers } from './waivers.ts';

const targets = fileURLToPath(new URL('../../targets/', import.meta.url));
// What ends TLS names a certificate that is made by a command of its own.
const files = globSync('{*,products/*/*}.yaml', { cwd: targets })
  .filter((file) => !file.endsWith('.waivers.yaml') && !file.endsWith('-tls.yaml'))
  .toSorted();

test('descriptors of the project and of products are found', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'products/oidc-provider/oidc-provider.yaml',
      'products/keycloak/keycloak.yaml',
      'products/openid-client/openid-client.yaml',
    ]),
  );
});

/** What stands for a secret in them; a key has to be one. */
const env = new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => `value-of-${String(name)}`, has: () => true });

test.each(files)('targets/%s is a valid descriptor, and its waivers are valid', async (file) => {
  const loaded = await loadDescriptor(file, { cwd: targets, env, port: () => Promise.resolve(1) });
  expect(loaded.descriptor.name).toMatch(/^[-\w]+$/);
  const { waivers } = loaded.descriptor;
  if (waivers !== undefined) await loadWaivers(join(targets, dirname(file), waivers));
});
