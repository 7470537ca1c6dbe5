import { describe, expect, test } from 'vitest';
import { literalSecretProblems } from '../secrets.ts';
import { AuthorizationServerDescriptor } from './as.ts';
import { plainClient, plainGrant } from './client.ts';
import { ResourceDescriptor } from './rs.ts';

const url = 'https://api.example/r';

function faultsOf(resource: object): readonly string[] {
  const { error } = ResourceDescriptor.safeParse({ url, ...resource });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the lawful answer of a resource', () => {
  test('may be another one than 2xx, with a text that only it has', () => {
    expect(faultsOf({ expect: { status: 400, contains: 'invalid_nonce' } })).toEqual([]);
    expect(faultsOf({ expect: { status: 400 } })).toEqual([
      'expect.contains: a status that is no 2xx needs a text that only this answer has',
    ]);
  });

  test.each([401, 429, 500, 503])('is never %d', (status) => {
    const expected = 'expect.status: no status of 401, 429, 500, 503';
    expect(faultsOf({ expect: { status, contains: 'x' } })).toEqual([expected]);
  });
});

describe('header fields of a resource', () => {
  test('are text or come from the environment', () => {
    const headers = { Accept: 'application/json, text/event-stream', 'X-Api-Key': { env: 'API_KEY' } };
    expect(ResourceDescriptor.parse({ url, headers }).headers).toEqual(headers);
  });

  test.each(['Authorization', 'dpop', 'Host', 'Content-Type', 'Content-Length'])('are not %s', (name) => {
    expect(faultsOf({ headers: { [name]: 'x' } })).toEqual([
      `headers.${name}: Proofmark makes the field ${name} itself`,
    ]);
  });

  test('have no line breaks', () => {
    expect(faultsOf({ headers: { 'X-Tenant': 'a\r\nDPoP: b' } })).toHaveLength(1);
  });

  test.each(['X-Api-Key', 'Cookie', 'X-Auth', 'Mcp-Session-Id'])(
    'with a secret in them stay out of the file: %s',
    (name) => {
      const problems = literalSecretProblems({ rs: { resources: [{ url, headers: { [name]: 'abc' } }] } });
      expect(problems.map(({ path }) => path.join('.'))).toEqual([`rs.resources.0.headers.${name}`]);
      expect(problems[0]?.message).not.toContain('abc');
    },
  );

  test('that only name something may stand there', () => {
    const headers = { 'X-Tenant': 'acme', 'X-Author': 'me', Accept: '*/*' };
    expect(literalSecretProblems({ rs: { resources: [{ url, headers }] } })).toEqual([]);
  });
});

describe('clients', () => {
  const secret = { env: 'SECRET' };
  const plain = { id: 'a', auth: 'client_secret_basic', secret, grants: ['client_credentials'] };
  const extension = {
    type: 'urn:x',
    parameters: { subject_token: { env: 'TOKEN' }, actor: { command: ['node', 'a.mjs'] } },
  };
  const faults = (as: object): readonly string[] => {
    const { error } = AuthorizationServerDescriptor.safeParse({ issuer: 'https://as.example', ...as });
    return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  test('without grants may introspect tokens, and nothing else', () => {
    const api = { ...plain, id: 'api', grants: [] };
    expect(faults({ clients: [plain, api], introspectionClient: 'api' })).toEqual([]);
    expect(faults({ clients: [plain, api] })).toEqual([
      'clients.1.grants: only the client that introspectionClient names may have no grants',
    ]);
    expect(faults({ clients: [api], introspectionClient: 'api' })).toEqual([
      'clients: one client at least needs a grant',
    ]);
  });

  test('with another grant say what its token requests look like', () => {
    expect(faults({ clients: [{ ...plain, grants: ['extension'], extension }] })).toEqual([]);
    const together = 'clients.0.extension: grant extension and extension: { type, parameters } belong together';
    expect(faults({ clients: [{ ...plain, grants: ['extension'] }] })).toEqual([together]);
    expect(faults({ clients: [{ ...plain, extension }] })).toEqual([together]);
  });

  test('that need no login come first, and those without grants get no tokens', () => {
    const [none, code, other] = [
      { grants: [] },
      { grants: ['authorization_code'] },
      { grants: ['extension'] },
    ] as const;
    const clients = [none, code, other].map(({ grants }) => ({ grants: [...grants] }));
    expect(plainClient(clients)).toBe(clients[2]);
    expect(clients.slice(1).map((client) => plainGrant(client))).toEqual(['authorization_code', 'extension']);
  });
});
