import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, test } from 'vitest';
import { signToken } from '../../../targets/reference/token.ts';
import { freePort } from '../../target/ports.ts';
import { cert, key } from '../../wire/tls.fixture.ts';
import { runDescriptor, targetScript, verdictsOf } from './e2e.fixture.ts';
import { describeReference, secretEnv, withReference } from './reference.fixture.ts';
import { startResourceServer } from './resource-server.fixture.ts';

const cases = ['typ-missing', 'ath-missing', 'htu-other-path', 'every-resource'];
const flags = ['--case', cases.join(',')];
const allPass = cases.map((id) => `${id}@resource pass`).toSorted();
const outcome = (tested: { readonly record: Parameters<typeof verdictsOf>[0] }): readonly string[] =>
  verdictsOf(tested.record)
    .filter((line) => !line.includes('~'))
    .toSorted();

describe('a resource server alone, with tokens', () => {
  test('from the environment, with the key they are bound to', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = privateKey.export({ format: 'jwk' });
    const cnf = { jkt: await calculateJwkThumbprint(jwk) };
    const tested = await withReference({}, async ({ issuer, resourceBase }) => {
      const now = Math.floor(Date.now() / 1000);
      const about = { iss: issuer, aud: resourceBase, sub: 'x', client_id: 'c', scope: 'read', jti: 'one' };
      const token = signToken({ ...about, iat: now, exp: now + 300, cnf });
      const source = { from: 'env', token: { env: 'TOKEN' }, key: { env: 'KEY' } };
      const descriptor = { name: 'rs', rs: { resources: [{ url: `${resourceBase}/resource` }], token: source } };
      const ended = await runDescriptor(descriptor, flags, { env: { TOKEN: token, KEY: JSON.stringify(jwk) } });
      expect(ended.out + JSON.stringify(ended.record)).not.toContain(token);
      return ended;
    });
    expect([tested.code, outcome(tested)]).toEqual([0, allPass]);
  });

  test('from a command, which gets the key to bind to', async () => {
    const script = `import { signToken } from ${JSON.stringify(targetScript('reference/token.ts'))};
import { text } from 'node:stream/consumers';
const { bound, jkt } = JSON.parse(await text(process.stdin));
const [iss, aud] = process.argv.slice(2);
const now = Math.floor(Date.now() / 1000);
const claims = { iss, aud, sub: 'x', client_id: 'c', scope: 'read', jti: String(Math.random()), iat: now, exp: now + 300 };
console.log(JSON.stringify({ access_token: signToken(bound ? { ...claims, cnf: { jkt } } : claims), expires_in: 300 }));
`;
    const tested = await withReference({}, async ({ issuer, resourceBase }) => {
      const source = { from: 'command', command: ['node', 'token.mjs', issuer, resourceBase] };
      const descriptor = { name: 'rs', rs: { resources: [{ url: `${resourceBase}/resource` }], token: source } };
      return runDescriptor(descriptor, flags, { files: { 'token.mjs': script } });
    });
    expect([tested.code, outcome(tested)]).toEqual([0, allPass]);
  });

  test('from the authorization server of another descriptor', async () => {
    const tested = await withReference({}, async (running) => {
      const { rs: _, ...as } = describeReference(running);
      const resources = [{ url: `${running.resourceBase}/resource` }];
      const descriptor = { name: 'rs', rs: { resources, token: { from: 'descriptor', path: 'as.yaml' } } };
      return runDescriptor(descriptor, flags, { env: secretEnv, files: { 'as.yaml': as } });
    });
    expect([tested.code, outcome(tested)]).toEqual([0, allPass]);
  });

  test.each(['http', 'https'])('minted by Proofmark, over %s, with a query in a URL and a body', async (scheme) => {
    const port = await freePort();
    const trust = { issuer: `http://127.0.0.1:${port}`, audience: 'urn:test:api' };
    const server = await startResourceServer(trust, scheme === 'https' ? { cert, key } : undefined);
    try {
      const resources = [
        { url: `${server.origin}/search?q=a%20b`, expect: { contains: 'a b' } },
        { method: 'POST', url: `${server.origin}/orders`, body: 'item=1', expect: { contains: 'ordered' } },
      ];
      const token = { from: 'mint', port, audience: trust.audience };
      const tls = scheme === 'https' ? { tls: { ca: 'ca.pem' } } : {};
      const tested = await runDescriptor({ name: 'rs', rs: { resources, token }, ...tls }, flags, {
        files: { 'ca.pem': cert },
      });
      expect([tested.code, outcome(tested)]).toEqual([0, allPass]);
      expect(verdictsOf(tested.record)).toContain('every-resource@resource~POST-orders pass');
    } finally {
      await server.close();
    }
  });

  test('that cannot be had: exit 3 and why', async () => {
    const source = { from: 'command', command: ['node', '-e', 'console.error("no luck"); process.exit(7)'] };
    const descriptor = { name: 'rs', rs: { resources: [{ url: 'http://127.0.0.1:9/' }], token: source } };
    const { code, out } = await runDescriptor(descriptor, flags);
    expect(code).toBe(3);
    expect(out).toContain(
      'error  resource: the access token command node ended with 7 and gave no access token: no luck',
    );
  });
});
