import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadDescriptor } from '../../target/load-descriptor.ts';
import { cert } from '../../wire/tls.fixture.ts';
import { runCli, servePages, type Outcome } from '../cli.fixture.ts';
import { draftDescriptor } from './descriptor.ts';
import { initCommand } from './init.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(pages: Readonly<Record<string, object>>): Promise<string> {
  const { origin, server } = await servePages(pages);
  servers.push(server);
  return origin;
}

const folder = () => mkdtemp(join(tmpdir(), 'proofmark-'));
const oauth = '/.well-known/oauth-authorization-server';
const metadata = {
  issuer: 'ORIGIN',
  token_endpoint: 'ORIGIN/token',
  pushed_authorization_request_endpoint: 'ORIGIN/par',
  introspection_endpoint: 'ORIGIN/introspect',
  jwks_uri: 'https://cdn.example/jwks',
  token_endpoint_auth_methods_supported: ['client_secret_post', 'none'],
  dpop_signing_alg_values_supported: ['ES256'],
};

/** Ports of loopback servers differ from run to run. */
const settled = (text: string) => text.replaceAll(/127\.0\.0\.1([:-])\d+/g, '127.0.0.1$1PORT');

async function init(args: readonly string[], cwd: string, answers?: readonly string[]): Promise<Outcome> {
  return runCli(initCommand, args, answers === undefined ? { cwd } : { cwd, answers });
}

const load = (file: string, env: NodeJS.ProcessEnv = {}) => loadDescriptor(file, { env, port: async () => 1 });

describe('init', () => {
  test('without a terminal the metadata and the proposals make a descriptor that loads', async () => {
    const origin = await serve({ [oauth]: metadata });
    const cwd = await folder();
    const outcome = await init([origin, '--resource', `${origin}/api`, '--yes'], cwd);
    expect(settled(outcome.out)).toMatchInlineSnapshot(`
      "wrote 127.0.0.1-PORT.yaml

      Next:
        export PROOFMARK_SECRET=…
        proofmark doctor 127.0.0.1-PORT.yaml
        proofmark run 127.0.0.1-PORT.yaml
      "
    `);
    expect({ err: outcome.err, error: outcome.error }).toEqual({ err: '', error: undefined });
    const file = join(cwd, `127.0.0.1-${new URL(origin).port}.yaml`);
    expect(settled(await readFile(file, 'utf8'))).toMatchInlineSnapshot(`
      "# Written by proofmark init. Secrets never stand in this file: { env: NAME } names the variable that holds one.
      name: "127.0.0.1:PORT"
      as:
        issuer: http://127.0.0.1:PORT
        clients:
          - id: proofmark
            auth: client_secret_post
            secret: { env: PROOFMARK_SECRET }
            grants: [client_credentials]
            # scope: read
            # resource: https://api.example.com # RFC 8707
            # parameters: { audience: https://api.example.com }
            # extension: { type: urn:ietf:params:oauth:grant-type:token-exchange, parameters: { … } } # with grants: [extension]
      rs:
        resources:
          - url: http://127.0.0.1:PORT/api
            # method: POST
            # headers: { Accept: text/event-stream, X-Api-Key: { env: API_KEY } } # what it wants with every request
            # body: a=b # or { command: [node, body.mjs] } where each request needs a new one
            # expect: { contains: text that only the protected content has }
      # What the target says of itself: claims select cases.
      claims:
        par: true
        # introspection: true # the client may introspect its tokens
        # nonce: required # or offered, none
        # replayDetection: true
        # bearer: true # the resource takes unbound tokens too
      allow: [cdn.example:443] # endpoints of the metadata
      "
    `);
    const { descriptor } = await load(file, { PROOFMARK_SECRET: 'x' });
    expect(descriptor).toMatchObject({
      as: {
        issuer: origin,
        clients: [{ id: 'proofmark', auth: 'client_secret_post', grants: ['client_credentials'] }],
      },
      rs: { resources: [{ url: `${origin}/api` }], token: { from: 'as' } },
      claims: { par: true },
      allow: ['cdn.example:443'],
    });
  });

  test('on a terminal it asks for what is missing', async () => {
    const origin = await serve({ [oauth]: { issuer: 'ORIGIN', token_endpoint: 'ORIGIN/token' } });
    const cwd = await folder();
    const outcome = await init([], cwd, [origin, `${origin}/api`, '11', 'private_key_jwt', 'mine.yaml']);
    expect(settled(outcome.err)).toMatchInlineSnapshot(
      `"Issuer, or URL of a protected resource: URL of a protected resource (empty: none): Client id [proofmark]: Client authentication [client_secret_basic]: File [127.0.0.1-PORT.yaml]: "`,
    );
    expect(settled(outcome.out)).toMatchInlineSnapshot(`
      "wrote mine.yaml
      note: the metadata does not announce DPoP (dpop_signing_alg_values_supported)

      Next:
        export CLIENT_11_KEY=…
        proofmark doctor mine.yaml
        proofmark run mine.yaml
      "
    `);
    const text = await readFile(join(cwd, 'mine.yaml'), 'utf8');
    expect(text).toMatch(
      '    - id: "11"\n      auth: private_key_jwt\n      key: { env: CLIENT_11_KEY } # a private JWK, as JSON\n',
    );
  });

  test('a resource whose metadata names its authorization server is enough', async () => {
    const as = await serve({ [oauth]: metadata });
    const rs = await serve({
      '/.well-known/oauth-protected-resource/api': { resource: 'ORIGIN/api', authorization_servers: [as] },
    });
    const cwd = await folder();
    expect((await init([`${rs}/api`, '--yes', '--auth', 'none', '--out', 'a.yaml'], cwd)).error).toBe(undefined);
    const { descriptor } = await load(join(cwd, 'a.yaml'));
    expect(descriptor).toMatchObject({
      as: { issuer: as, clients: [{ auth: 'none', grants: ['authorization_code'] }] },
      rs: { resource: `${rs}/api`, resources: [{ url: `${rs}/api` }] },
    });
  });

  test('a resource without metadata is described alone, its token taken from the environment', async () => {
    const rs = await serve({});
    const cwd = await folder();
    const outcome = await init(['--resource', `${rs}/api`, '--yes', '--out', 'a.yaml'], cwd);
    expect(outcome.err).toBe(
      'note: no metadata of the resource names its authorization server: only the resource server is described\n',
    );
    expect(outcome.out).toBe(
      'wrote a.yaml\n\nNext:\n  export DPOP_ACCESS_TOKEN=…\n  export DPOP_KEY=…\n  proofmark doctor a.yaml\n  proofmark run a.yaml\n',
    );
    const key =
      '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}';
    expect((await load(join(cwd, 'a.yaml'), { DPOP_ACCESS_TOKEN: 't', DPOP_KEY: key })).descriptor.rs?.token.from).toBe(
      'env',
    );
  });

  test('an issuer that publishes nothing is described with a guess to correct', async () => {
    const origin = await serve({});
    const cwd = await folder();
    const outcome = await init(['--issuer', `${origin}/a`, '--yes', '--out', 'a.yaml'], cwd);
    expect(outcome.err).toMatch('fill in as.endpoints by hand');
    const { descriptor } = await load(join(cwd, 'a.yaml'), { PROOFMARK_SECRET: 'x' });
    expect(descriptor.as).toMatchObject({ discovery: 'none', endpoints: { token: `${origin}/a/token` } });
  });

  test('userinfo is opened by a user who logs in, with the scope openid', async () => {
    const more = {
      userinfo_endpoint: 'ORIGIN/me',
      grant_types_supported: ['client_credentials', 'authorization_code'],
    };
    const origin = await serve({ [oauth]: { ...metadata, ...more } });
    const cwd = await folder();
    await init([origin, '--resource', `${origin}/me`, '--yes', '--out', 'a.yaml'], cwd);
    const { descriptor } = await load(join(cwd, 'a.yaml'), { PROOFMARK_SECRET: 'x' });
    expect(descriptor.as?.clients[0]).toMatchObject({ scope: 'openid', grants: ['authorization_code'] });
  });

  test('a CA of its own is used, and named as the descriptor has to name it', async () => {
    const origin = await serve({ [oauth]: metadata });
    const cwd = await folder();
    await writeFile(join(cwd, 'ca.pem'), cert);
    await mkdir(join(cwd, 'targets'));
    const flags = ['--ca', 'ca.pem', '--yes', '--out', 'targets/a.yaml'];
    expect((await init([origin, ...flags], cwd)).error).toBe(undefined);
    expect(await readFile(join(cwd, 'targets/a.yaml'), 'utf8')).toContain('\ntls: { ca: "../ca.pem" }\n');
    expect((await init([origin, '--ca', 'none.pem', '--yes'], cwd)).error).toBe(
      'ERR_USAGE: --ca: none.pem cannot be read; name a PEM file',
    );
  });

  test('a file that is there is kept, unless --force says otherwise', async () => {
    const origin = await serve({ [oauth]: metadata });
    const cwd = await folder();
    await writeFile(join(cwd, 'a.yaml'), 'mine');
    const refused = await init([origin, '--yes', '--out', 'a.yaml'], cwd);
    expect(refused.error).toBe(
      'ERR_USAGE: a.yaml exists already; name another file with --out, or overwrite it with --force',
    );
    expect(await readFile(join(cwd, 'a.yaml'), 'utf8')).toBe('mine');
    expect((await init([origin, '--yes', '--out', 'a.yaml', '--force'], cwd)).error).toBe(undefined);
    expect(await readFile(join(cwd, 'a.yaml'), 'utf8')).not.toBe('mine');
  });

  test('text of others cannot break out of its place in the file', () => {
    const issuer = 'https://h/\nallow: [evil.example]\n# "';
    const text = draftDescriptor({ name: 'a: "b"\n- c', survey: { issuer, remarks: [] }, client: '{x}', auth: 'none' });
    expect(parse(text)).toMatchObject({ name: 'a: "b"\n- c', as: { issuer, clients: [{ id: '{x}' }] } });
    expect(text).not.toMatch(/^allow/m);
  });

  test.each([
    [
      ['as.example.com', '--yes'],
      'ERR_USAGE: the URL "as.example.com" is no http or https URL; write https://as.example.com',
    ],
    [
      ['--yes'],
      'ERR_USAGE: Issuer, or URL of a protected resource: name it on the command line, since there is no terminal to ask on (proofmark init --help)',
    ],
    [
      ['--auth', 'basic'],
      'ERR_USAGE: "basic" is no client authentication: one of client_secret_basic, client_secret_post, private_key_jwt, none; did you mean "client_secret_basic"?',
    ],
  ])('%j is bad usage', async (args, error) => {
    expect((await init(args, await folder())).error).toBe(error);
  });

  test('a server that is not there is reported as unreachable', async () => {
    const outcome = await init(['http://127.0.0.1:1', '--yes'], await folder());
    expect(outcome.error).toMatch(/^ERR_TARGET_UNREACHABLE: no metadata found for issuer http:\/\/127\.0\.0\.1:1\n/);
  });
});

describe('init --product', () => {
  test('asks for what a statement is about, and writes it down', async () => {
    const [cwd, issuer] = [await folder(), await serve({ [oauth]: metadata })];
    const flags = [
      '--organization',
      'Acme',
      '--project',
      'Shop: 2',
      '--release',
      'v2.1.0',
      '--contact',
      'a@acme.example',
    ];
    const { error } = await init([issuer, '--yes', '--out', 't.yaml', ...flags], cwd);
    expect(error).toBeUndefined();
    expect(parse(await readFile(join(cwd, 't.yaml'), 'utf8'))).toMatchObject({
      product: { organization: 'Acme', project: 'Shop: 2', version: 'v2.1.0', contact: 'a@acme.example' },
    });
  });

  test.each([
    ['a branch', ['--release', 'main'], 'version: expected a release or a commit'],
    ['a digest that is none', ['--artifact', 'sha256:12'], 'artifact: expected sha256:<64 hex digits>'],
    ['no organization', [], 'Organization that answers for the product: name it on the command line'],
  ])('refuses %s', async (what, flags, said) => {
    const [cwd, issuer] = [await folder(), await serve({ [oauth]: metadata })];
    const named = what === 'no organization' ? [] : ['--organization', 'Acme', '--project', 'Shop'];
    const { error } = await init([issuer, '--yes', '--product', '--out', 't.yaml', ...named, ...flags], cwd);
    expect(error).toContain(said);
  });
});
