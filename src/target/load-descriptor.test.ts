import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { allowedHosts, hostAndPort, isAllowedHost } from './allowed-hosts.ts';
import { loadDescriptor, type LoadedDescriptor } from './load-descriptor.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privateJwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
const publicJwk = JSON.stringify(publicKey.export({ format: 'jwk' }));

async function load(text: string, env: NodeJS.ProcessEnv = {}): Promise<LoadedDescriptor> {
  const file = join(await mkdtemp(join(tmpdir(), 'proofmark-')), 'target.yaml');
  await writeFile(file, text);
  let next = 4000;
  return loadDescriptor(file, { env, port: async () => next++ });
}

async function faults(text: string, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const error: unknown = await load(text, env).catch((thrown: unknown) => thrown);
  if (!(error instanceof HarnessError)) return ['no HarnessError was thrown'];
  expect(error.code).toBe('ERR_TARGET_INVALID');
  return error.message.split('\n').map((line) => line.replace(/^.*target\.yaml:/, ''));
}

const lawful = `
name: demo
as:
  issuer: http://127.0.0.1:{port.as}/a
  clients:
    - { id: c1, auth: client_secret_basic, secret: { env: C1_SECRET }, grants: [client_credentials] }
rs:
  resources: [{ url: 'http://127.0.0.1:{port.rs}/r' }]
launch:
  command: [node, server.js]
  env: { PORT: '{port.as}', RS_PORT: '{port.rs}' }
  ready: { url: 'http://127.0.0.1:{port.as}/' }
`;

describe('loadDescriptor', () => {
  test('a folder stands for the descriptor in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'proofmark-'));
    await writeFile(join(folder, 'target.yaml'), lawful);
    const loaded = await loadDescriptor(folder, { env: { C1_SECRET: 'x' }, port: async () => 1 });
    expect([loaded.path, loaded.directory]).toEqual([join(folder, 'target.yaml'), folder]);
    const named = join(folder, `${basename(folder)}.yaml`);
    await writeFile(named, lawful);
    expect((await loadDescriptor(folder, { env: { C1_SECRET: 'x' }, port: async () => 1 })).path).toBe(named);
    await expect(loadDescriptor(tmpdir(), { env: {}, port: async () => 1 })).rejects.toThrow('target.yaml');
  });

  test('placeholders get one port a name, secrets come from the environment, the digest is of the text', async () => {
    const loaded = await load(lawful, { C1_SECRET: 's3cret' });
    expect(loaded.descriptor.as?.issuer).toBe('http://127.0.0.1:4000/a');
    expect(loaded.descriptor.rs?.resources[0]?.url).toBe('http://127.0.0.1:4001/r');
    expect(loaded.descriptor.launch).toMatchObject({ env: { PORT: '4000', RS_PORT: '4001' } });
    expect(loaded.secrets).toEqual(new Map([['C1_SECRET', 's3cret']]));
    expect(loaded.digest).toBe(createHash('sha256').update(lawful).digest('hex'));
    expect(loaded.path).toBe(join(loaded.directory, 'target.yaml'));
  });

  test('the lines where its servers are described are known', async () => {
    const both = await load(lawful, { C1_SECRET: 's' });
    expect(both.lines).toEqual({ as: 3, rs: 7 });
    const resource = await load(
      "name: demo\n\nrs:\n  resources: [{ url: 'http://127.0.0.1:1/r' }]\n  token: { from: env, token: { env: T }, key: { env: K } }\n",
      { T: 't', K: privateJwk },
    );
    expect(resource.lines).toEqual({ rs: 3 });
  });

  test('what launch.env gives the started server counts as set', async () => {
    const text = lawful.replace("PORT: '{port.as}'", "PORT: '{port.as}', C1_SECRET: 'dev-only'");
    expect((await load(text, { C1_SECRET: 'other' })).secrets).toEqual(new Map([['C1_SECRET', 'dev-only']]));
  });

  test('a random value is shared by all that name it', async () => {
    const text = lawful.replace("PORT: '{port.as}'", "PORT: '{port.as}', C1_SECRET: '{random.c1}'");
    const loaded = await load(text);
    const secret = loaded.secrets.get('C1_SECRET');
    expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(loaded.descriptor.launch).toMatchObject({ env: { C1_SECRET: secret } });
  });

  test('a port that is nothing but a placeholder becomes a number', async () => {
    const text =
      "name: x\nrs:\n  resources: [{ url: http://localhost/r }]\n  token: { from: mint, port: '{port.i}', audience: a }";
    expect((await load(text)).descriptor.rs?.token).toMatchObject({ from: 'mint', port: 4000 });
  });

  test('all faults are reported at once, in the order of the file', async () => {
    const text = `
name: 11.10
as:
  isuer: http://a
  clients:
    - { id: c1, auth: client_secret_basic, secret: hunter2, grants: [client_credentials] }
    - { id: c1, auth: none, grants: [client_credential] }
  introspectionClient: c2
rs:
  resources: [{ url: example.com/x }]
  token: { from: as, client: d1 }
claims: { par: yes }
tls: { ca: none.pem }
waivers: waivers.yaml
login: { fields: { user: { env: LOGIN_USER }, password: hunter2 } }
`;
    expect(await faults(text)).toMatchInlineSnapshot(`
      [
        "2:7 name: expected text, got the number 11.1; quote it: '11.10'",
        "4:3 as.isuer: is not a known key; did you mean "issuer"?",
        "6:52 as.clients[0].secret: expected { env: NAME }, since a secret never stands in this file (write that and set the variable NAME), got text (not repeated here)",
        "7:13 as.clients[1].id: the id "c1" is already that of as.clients[0]; each client has its own",
        "7:38 as.clients[1].grants[0]: expected one of client_credentials, authorization_code, refresh_token, extension, got "client_credential"; did you mean "client_credentials"?",
        "8:24 as.introspectionClient: expected the id of a client of as: (c1), got "c2"; did you mean "c1"?",
        "10:22 rs.resources[0].url: expected an absolute http or https URL, got "example.com/x"",
        "11:30 rs.token.client: expected the id of a client of as: (c1), got "d1"; did you mean "c1"?",
        "12:16 claims.par: expected true or false, got "yes"; write true",
        "13:12 tls.ca: expected a file, got "none.pem", which cannot be read (paths count from the descriptor's folder)",
        "14:10 waivers: expected a file, got "waivers.yaml", which cannot be read (paths count from the descriptor's folder)",
        "15:33 login.fields.user.env: environment variable LOGIN_USER is not set; export LOGIN_USER=… first",
        "15:57 login.fields.password: holds a password; secrets never stand in this file: write { env: NAME } where one is taken",
      ]
    `);
  });

  test('environment variables that are not set or empty are all named', async () => {
    const text = `
name: x
as:
  issuer: http://a
  clients:
    - { id: c1, auth: client_secret_post, secret: { env: ONE }, grants: [client_credentials] }
    - { id: c2, auth: client_secret_post, secret: { env: TWO }, grants: [client_credentials] }
`;
    expect(await faults(text, { TWO: '' })).toEqual([
      '6:58 as.clients[0].secret.env: environment variable ONE is not set; export ONE=… first',
      '7:58 as.clients[1].secret.env: environment variable TWO is empty; export TWO=… first',
    ]);
  });

  test('a private JWK is taken as key for private_key_jwt', async () => {
    const client = '{ id: c, auth: private_key_jwt, key: { env: KEY }, grants: [client_credentials] }';
    const loaded = await load(`name: x\nas: { issuer: 'http://a', clients: [${client}] }`, { KEY: privateJwk });
    expect(loaded.secrets).toEqual(new Map([['KEY', privateJwk]]));
  });

  test.each([
    [publicJwk, ['environment variable KEY holds a public JWK (no member "d"); the private one is needed']],
    [
      '{"kty":"oct","k":"AAAA"}',
      ['environment variable KEY holds a symmetric key (kty oct); a private EC, RSA or OKP JWK is needed'],
    ],
    ['-----BEGIN', ['environment variable KEY does not hold a JSON Web Key: it is not a JSON object']],
    ['{"kty":"EC","d":"AA"}', ['environment variable KEY holds no usable private JWK: its members do not make a key']],
  ])('the fault of key %# for private_key_jwt is reported, without the key', async (key, expected) => {
    const text = `name: x
as:
  issuer: http://a
  clients: [{ id: c, auth: private_key_jwt, key: { env: KEY }, grants: [client_credentials] }]
`;
    expect(await faults(text, { KEY: key })).toEqual(expected.map((line) => `4:50 as.clients[0].key: ${line}`));
  });

  test.each([
    ['rs.resources[0].body', "body: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlIG9mIGl0'", 'holds a token'],
    ['rs.resources[0].body', "body: '-----BEGIN EC PRIVATE KEY----- x'", 'holds a private key'],
  ])('a literal secret at %s is refused and not repeated', async (path, member, what) => {
    const found = await faults(
      `name: x\nrs:\n  token: { from: command, command: [x] }\n  resources: [{ url: http://a/, ${member} }]`,
    );
    expect(found).toEqual([
      `4:39 ${path}: ${what}; secrets never stand in this file: write { env: NAME } where one is taken`,
    ]);
  });

  test('a password in a URL, a secret among the parameters and a private JWK are refused', async () => {
    const text = `
name: x
as:
  issuer: https://user:hunter2@host/
  clients: [{ id: c, auth: none, grants: [client_credentials], parameters: { client_secret: hunter2 } }]
rs:
  resources: [{ url: http://a/ }]
  token: { from: mint, port: 1, audience: a, claims: { k: { kty: EC, d: hunter2 } } }
`;
    expect(await faults(text)).toMatchInlineSnapshot(`
      [
        "4:11 as.issuer: holds a user name and password; take them out of the URL",
        "5:93 as.clients[0].parameters.client_secret: is a secret; secrets never stand in this file: use auth with secret or key: { env: NAME }",
        "8:59 rs.token.claims.k: holds a private JWK; secrets never stand in this file: write { env: NAME } where one is taken",
      ]
    `);
  });

  test('an almost right placeholder is reported', async () => {
    expect(
      await faults(
        "name: x\nas:\n  issuer: 'http://a:{ports.as}/'\n  clients: [{ id: a, auth: none, grants: [client_credentials] }]",
      ),
    ).toEqual([
      '3:11 as.issuer: expected an absolute http or https URL, got "http://a:{ports.as}/"',
      '3:11 as.issuer: expected {port.NAME} or {random.NAME} with a name of letters, digits, - and _, got "{ports.as}"',
    ]);
  });

  test('a certificate authority has to be a PEM certificate', async () => {
    const text =
      'name: x\nrs: { resources: [{ url: http://a/ }], token: { from: command, command: [x] } }\ntls: { ca: target.yaml }';
    expect(await faults(text)).toEqual([
      '3:12 tls.ca: expected a file with a PEM certificate, got "target.yaml", which holds none',
    ]);
  });

  test('syntax errors, a missing file and a directory are ERR_TARGET_INVALID', async () => {
    expect(await faults('name: [x')).toEqual([
      '1:9 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ]);
    const options = { env: {}, port: async () => 1 };
    await expect(loadDescriptor('no-such.yaml', options)).rejects.toMatchObject({
      code: 'ERR_TARGET_INVALID',
      message: 'no-such.yaml: no such file; name the descriptor file',
    });
    await expect(loadDescriptor(tmpdir(), options)).rejects.toMatchObject({ code: 'ERR_TARGET_INVALID' });
  });
});

describe('replicas', () => {
  const withReplicas = (replicas: string): string =>
    `name: x\nrs:\n  resources: [{ url: https://api.example/r }]\n  replicas: ${replicas}\n  token: { from: command, command: [x] }`;

  test.each([
    ['[http://10.0.0.1:81]', '4:13 rs.replicas: expected at least two origins, none of them twice'],
    ['http://a', '4:13 rs.replicas: expected a list, got "http://a"; write it as a list: [http://a]'],
    ['[http://a, http://a:80/]', '4:13 rs.replicas: expected at least two origins, none of them twice'],
    ['[http://a, b.example]', '4:24 rs.replicas[1]: expected an absolute http or https URL, got "b.example"'],
    ['[http://a, ftp://b]', '4:24 rs.replicas[1]: expected an absolute http or https URL, got "ftp://b"'],
    ['[http://a, http://b/r]', '4:24 rs.replicas[1]: expected an origin: scheme, host and port, nothing behind them'],
    ['[http://a, http://u@b]', '4:24 rs.replicas[1]: expected an origin: scheme, host and port, nothing behind them'],
    ['[http://a, "http://b?c"]', '4:24 rs.replicas[1]: expected an origin: scheme, host and port, nothing behind them'],
  ])('%s is one mistake', async (replicas, expected) => {
    expect(await faults(withReplicas(replicas))).toEqual([expected]);
  });

  test('are hosts that may be contacted', async () => {
    const { descriptor } = await load(withReplicas("['https://api-1.example', 'http://10.0.0.2:8080/']"));
    expect(allowedHosts(descriptor)).toEqual(['api-1.example:443', '10.0.0.2:8080', 'api.example:443']);
  });
});

describe('allowedHosts', () => {
  test('holds every URL named and what is allowed beside them, once', async () => {
    const { descriptor } = await load(`
name: x
as:
  issuer: https://Issuer.example/a
  endpoints: { token: 'https://login.example:8443/t' }
  clients: [{ id: c, auth: none, grants: [client_credentials] }]
rs: { resource: 'https://api.example', resources: [{ url: 'http://api.example/r' }, { url: 'http://[::1]:81/' }] }
allow: [CDN.example, 'login.example:8443']
`);
    expect(allowedHosts(descriptor)).toEqual([
      'issuer.example:443',
      'login.example:8443',
      'api.example:443',
      'api.example:80',
      '[::1]:81',
      'cdn.example',
    ]);
  });

  test('an entry without port allows all ports of its host', () => {
    const allowed = ['a.example', 'b.example:443', '[::1]:81'];
    const urls = ['http://a.example:1/', 'https://b.example/', 'http://b.example/', 'http://[::1]:81/', 'no url'];
    expect(urls.map((url) => isAllowedHost(allowed, url))).toEqual([true, true, false, true, false]);
    expect(hostAndPort('http://[::1]/')).toBe('[::1]:80');
  });
});
