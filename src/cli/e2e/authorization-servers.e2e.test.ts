import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { referenceClients, type RunningReference } from '../../../targets/reference/server.ts';
import {
  folderWith,
  problemsOf,
  proofmark,
  runDescriptor,
  targetScript,
  verdictsOf,
  type Tested,
} from './e2e.fixture.ts';
import { clients, describeReference, secretEnv, withReference } from './reference.fixture.ts';

const jwk = referenceClients.find(({ clientId }) => clientId === 'jwt')?.privateJwk;
const env = { ...secretEnv, CLIENT_KEY: JSON.stringify(jwk) };
const cases = ['typ-missing', 'token-type-told', 'token-bound-to-proof-key'];
const flags = ['--case', cases.join(',')];
const tokenPasses = cases.map((id) => `${id}@token pass`).toSorted();
const grants = ['client_credentials'];

const atToken = ({ record }: Tested): readonly string[] =>
  verdictsOf(record)
    .filter((line) => /@token [a-z]+$/.test(line))
    .toSorted();

/** Metadata at `localhost` that names the token endpoint of another server, and nothing else. */
async function servePage(path: string, origin: string): Promise<{ readonly server: Server; readonly issuer: string }> {
  const server = createServer(({ url }, response) => {
    response.writeHead(url === path ? 200 : 404, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(JSON.stringify({ issuer, token_endpoint: `${origin}/token`, jwks_uri: `${origin}/jwks` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { server, issuer };
}

async function runOn(change: (running: RunningReference) => object): Promise<Tested> {
  return withReference({}, async (running) => {
    const { rs: _, ...descriptor } = describeReference(running);
    return runDescriptor({ ...descriptor, ...change(running) }, flags, { env });
  });
}

describe('an authorization server alone', () => {
  const secret = { env: 'REFERENCE_SECRET' };
  test.each<readonly [string, { readonly auth: string; readonly [name: string]: unknown }]>([
    ['client_secret_basic', { ...clients.confidential }],
    ['client_secret_post', { ...clients.confidential, auth: 'client_secret_post' }],
    ['private_key_jwt', { id: 'jwt', auth: 'private_key_jwt', key: { env: 'CLIENT_KEY' }, grants }],
    ['a public client and codes', { ...clients.public }],
    [
      'a public client and a login form',
      { ...clients.public, grants: ['authorization_code'], authorizationParameters: { prompt: 'login' } },
    ],
  ])('by %s', async (_name, client) => {
    const login = { fields: { username: 'alice', password: { env: 'PASSWORD' } } };
    const tested = await withReference({}, async ({ issuer }) =>
      runDescriptor({ name: 'as', as: { issuer, clients: [client] }, login }, flags, {
        env: { ...env, PASSWORD: 'wonderland' },
      }),
    );
    expect([tested.code, atToken(tested)]).toEqual([0, tokenPasses]);
    expect(problemsOf(tested.record).filter((problem) => problem.startsWith('error'))).toEqual([]);
    expect(tested.out + JSON.stringify([...tested.record.exchanges.values()])).not.toMatch(
      /wonderland|reference-secret/,
    );
  });

  test('whose login fails: exit 3, reported once', async () => {
    const client = { ...clients.public, authorizationParameters: { prompt: 'login' } };
    const tested = await runOn(({ issuer }) => ({
      as: { issuer, clients: [client] },
      login: { fields: { username: 'alice', password: secret } },
    }));
    expect(tested.code).toBe(3);
    expect(problemsOf(tested.record)).toEqual([
      expect.stringMatching(/^error: token: login: the page .*asks for the same again /),
    ]);
  });

  test('by its endpoints, without discovery', async () => {
    const tested = await runOn(({ issuer }) => ({
      as: { endpoints: { token: `${issuer}/token` }, clients: [clients.confidential] },
    }));
    expect([tested.code, atToken(tested)]).toEqual([0, tokenPasses]);
  });

  test('that only has OpenID Connect metadata, at localhost, with endpoints on another host', async () => {
    await withReference({}, async (running) => {
      const { server, issuer } = await servePage('/.well-known/openid-configuration', running.issuer);
      try {
        for (const discovery of ['auto', 'oidc']) {
          const as = { issuer, discovery, clients: [clients.confidential] };
          const descriptor = { name: 'as', as, allow: [new URL(running.issuer).host] };
          const tested = await runDescriptor(descriptor, flags, { env });
          expect([discovery, tested.code, atToken(tested)]).toEqual([discovery, 0, tokenPasses]);
        }
      } finally {
        server.close();
      }
    });
  });

  test('as init found it, with what it wrote', async () => {
    await withReference({}, async ({ issuer, resourceBase }) => {
      const cwd = await folderWith({});
      const asked = ['--resource', `${resourceBase}/resource`, '--client', 'confidential', '--out', 't.yaml', '--yes'];
      const init = await proofmark(['init', issuer, ...asked], { cwd });
      expect([init.code, init.out]).toEqual([
        0,
        'wrote t.yaml\n\nNext:\n  export CONFIDENTIAL_SECRET=…\n  proofmark doctor t.yaml\n  proofmark run t.yaml\n',
      ]);
      const env = { CONFIDENTIAL_SECRET: secretEnv.REFERENCE_SECRET };
      const run = await proofmark(['run', 't.yaml', '--case', 'typ-missing', '--out', 'out'], { cwd, env });
      expect([run.code, run.out.split('\n')[0]]).toEqual([
        0,
        `${new URL(issuer).host} breaks no rule that it must keep, in the part that was run.`,
      ]);
    });
  });

  test('oidc-provider, launched: a public client through its login and consent pages', async () => {
    const client = { ...clients.public, scope: 'openid', authorizationParameters: { prompt: 'consent' } };
    const descriptor = {
      name: 'oidc-provider',
      as: { issuer: 'http://127.0.0.1:{port.as}', clients: [client] },
      rs: { resources: [{ url: 'http://127.0.0.1:{port.as}/me', expect: { contains: '"sub"' } }] },
      login: { fields: { login: 'tester', password: secret } },
      launch: {
        command: [
          'node',
          targetScript('products/oidc-provider/oidc-provider.ts'),
          '--port',
          '{port.as}',
          '--watch-stdin',
        ],
        env: { PROOFMARK_CLIENT_SECRET: secret },
        ready: { line: 'ready' },
      },
    };
    const tested = await runDescriptor(descriptor, flags, { env });
    expect([tested.code, verdictsOf(tested.record).filter((line) => line.startsWith('typ-missing'))]).toEqual([
      0,
      ['typ-missing@token pass', 'typ-missing@par pass', 'typ-missing@resource pass'],
    ]);
  });
});
