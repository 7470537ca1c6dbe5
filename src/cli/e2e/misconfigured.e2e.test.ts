import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Obstacle } from '../../record/obstacle.ts';
import { freePort } from '../../target/ports.ts';
import { cert, key } from '../../wire/tls.fixture.ts';
import { runDescriptor, type Tested, verdictsOf } from './e2e.fixture.ts';
import { startProxy } from './proxy.fixture.ts';
import { startSmallServer } from './small-server.fixture.ts';

const env = { SECRET: 'right', WRONG: 'wrong', PASSWORD: 'pw' };
const flags = ['--case', 'typ-missing', '--reporter', 'html,json'];
const grants = ['client_credentials'];
const tester = { id: 'tester', auth: 'client_secret_basic', secret: { env: 'SECRET' }, grants };

type Body = { readonly as?: object; readonly rs?: object } & Readonly<Record<string, unknown>>;

function pair(origin: string, resource = `${origin}/api/me`, client: object = tester): Body {
  return { as: { issuer: origin, clients: [client] }, rs: { resources: [{ url: resource }] } };
}

async function run(body: Body, files: Readonly<Record<string, string>> = {}): Promise<Tested> {
  return runDescriptor({ name: 'mine', ...body }, flags, { env, files });
}

/** The one error of the run. */
function errorOf({ record }: Tested): Obstacle {
  const errors = record.preflights.flatMap(({ obstacles }) => obstacles).filter(({ severity }) => severity === 'error');
  expect(errors).toHaveLength(1);
  return errors[0] ?? { severity: 'error', message: '' };
}

describe('a mistake at the authorization server', () => {
  test('a wrong secret: said once, with its place and the words of the server; nothing else is listed', async () => {
    const { origin } = await startSmallServer();
    const tested = await run(pair(origin, undefined, { ...tester, secret: { env: 'WRONG' } }));
    expect(errorOf(tested)).toMatchObject({
      severity: 'error',
      place: 'token',
      message: `token: ${origin}/token: a plain token request with a valid proof was not accepted: 401 invalid_client`,
      said: '"client secret does not match" · WWW-Authenticate: Basic realm="as"',
      fix: 'see that WRONG holds the secret of client tester, and that it is registered for auth: client_secret_basic',
    });
    expect(errorOf(tested).where).toMatch(/^target\.yaml:\d+:\d+ as\.clients\[0\]\.secret$/);
    expect([tested.code, tested.record.findings]).toEqual([3, []]);
    expect(tested.out).not.toMatch(/blocked/);
    expect(tested.out).toContain(
      '! mine: Not run, since nothing works there: 2 cases and watches (1 at token, 1 at resource).',
    );
    const page = await readFile(join(tested.folder, 'out', 'report.html'), 'utf8');
    expect(page).toContain('see that WRONG holds the secret of client tester');
  });

  test('nothing listens: said once', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`;
    const as = { endpoints: { token: `${origin}/token` }, clients: [tester] };
    const tested = await run({ as, rs: { resources: [{ url: `${origin}/api/me` }] } });
    const error = errorOf(tested);
    expect(error.message).toBe(`token: ${origin}/token: nothing can be reached at ${new URL(origin).host}`);
    expect([error.where, tested.code]).toEqual([expect.stringContaining('as.endpoints.token'), 3]);
    expect(tested.out.match(/nothing can be reached/g)).toHaveLength(1);
  });

  test('a certificate of a private CA: tls.ca is the way out', async () => {
    const { origin } = await startSmallServer();
    const proxy = await startProxy(origin, { tls: { cert, key } });
    const error = errorOf(await run({ as: { issuer: proxy.origin, clients: [tester] } }));
    expect(error.fix).toMatch(/^name the certificate of the CA that signed it, a PEM file: tls: \{ ca: ca\.pem \}/);
    expect(error.where).toMatch(/tls\.ca$/);
  });

  test('a box that nobody ticks', async () => {
    const { origin } = await startSmallServer();
    const redirectUri = 'http://127.0.0.1:1/cb';
    const as = { issuer: origin, clients: [{ ...tester, grants: ['authorization_code'], redirectUri }] };
    const login = { fields: { user: 'u', password: { env: 'PASSWORD' } } };
    const error = errorOf(await run({ as, login }));
    expect(error.message).toContain('title "Sign in"');
    expect(error.fix).toBe('the page has a box that is not ticked; to tick it, add to login.fields { agree: "yes" }');
    const ticked = await run({ as, login: { fields: { ...login.fields, agree: 'yes' } } });
    expect([ticked.code, verdictsOf(ticked.record)]).toEqual([0, ['typ-missing@token pass']]);
  });

  test('a server that starts slowly', async () => {
    const command = ['node', '-e', 'setTimeout(() => console.log("ready"), 60000)'];
    const launch = { command, ready: { line: 'ready' }, readySeconds: 0.3 };
    const tested = await run({ ...pair('http://127.0.0.1:9'), launch });
    const error = errorOf(tested);
    expect(error.where).toMatch(/ launch\.readySeconds$/);
    expect(error.fix).toBe(
      'raise readySeconds if it only needs longer to start; else see that it prints a line that begins with "ready"',
    );
    expect(tested.code).toBe(3);
  });

  test('an introspection client that sees no tokens', async () => {
    const { origin } = await startSmallServer({ seesTokens: false });
    const error = errorOf(await run({ ...pair(origin), claims: { introspection: true } }));
    expect(error.message).toMatch(/answered 200, active: false \(asked by client tester\)$/);
    expect(error.fix).toMatch(/^allow client tester at the server to see access tokens of other clients/);
  });
});

describe('a mistake at the resource server', () => {
  test.each([
    ['userinfo without openid', {}, '/userinfo', 'as.clients[0].scope', /^this is the userinfo endpoint: add openid/],
    ['a scope that is lacking', { scope: 'admin' }, '/api/me', 'as.clients[0].scope', /^ask for scope: admin/],
    ['a wrong URL', {}, '/nothing', 'rs.resources[0].url', /^write the URL of a protected resource/],
    ['DPoP switched off', { bearerOnly: true }, '/api/me', 'rs.resources[0].url', /^switch DPoP on/],
  ] as const)('%s', async (_, setting, path, where, fix) => {
    const { origin } = await startSmallServer(setting);
    const tested = await run(pair(origin, origin + path));
    const error = errorOf(tested);
    expect([error.place, error.where?.split(' ')[1]]).toEqual(['resource', where]);
    expect(error.fix).toMatch(fix);
    expect(tested.record.findings.map(({ instance, verdict }) => `${instance} ${verdict}`)).toEqual([
      'typ-missing@token pass',
    ]);
    expect(tested.code).toBe(3);
  });

  test('the title of a page is shown, and does no harm', async () => {
    const { origin } = await startSmallServer();
    const tested = await run(pair(origin, `${origin}/nothing`));
    expect(errorOf(tested).said).toBe(String.raw`a page with the title "Nothing here <b> \u{202e}"`);
    expect(await readFile(join(tested.folder, 'out', 'report.html'), 'utf8')).toContain('Nothing here &lt;b&gt;');
  });

  test('a typ of minted tokens that it does not take', async () => {
    const port = await freePort();
    const trusts = { issuer: `http://127.0.0.1:${port}`, audience: 'api' };
    const { origin } = await startSmallServer({ tokenTyp: 'JWT', trusts });
    const rs = { resources: [{ url: `${origin}/api/me` }], token: { from: 'mint', port, audience: 'api' } };
    const error = errorOf(await run({ rs }));
    expect([error.message, error.fix]).toEqual([expect.stringContaining('taken with typ JWT'), 'add typ: JWT there']);
    const mended = await run({ rs: { ...rs, token: { ...rs.token, typ: 'JWT' } } });
    expect([mended.code, verdictsOf(mended.record)]).toEqual([0, ['typ-missing@resource pass']]);
  });

  test('an audience that it does not take', async () => {
    const port = await freePort();
    const { origin } = await startSmallServer({ trusts: { issuer: `http://127.0.0.1:${port}`, audience: 'api' } });
    const token = { from: 'mint', port, audience: 'other' };
    const error = errorOf(await run({ rs: { resources: [{ url: `${origin}/api/me` }], token } }));
    expect(error.said).toContain("unexpected 'aud' claim value");
    expect(error.fix).toMatch(/audience, scope, subject and claims are what it asks for$/);
  });

  test('a fault in every lawful proof is named, and no other rule', async () => {
    const { origin } = await startSmallServer({ hexHash: true });
    const tested = await runDescriptor(
      { name: 'mine', ...pair(origin) },
      ['--section', '4.3', '--case', '*@resource'],
      { env },
    );
    expect(errorOf(tested).message).toContain('takes one with an ath in hexadecimal');
    expect([tested.code, tested.record.findings]).toEqual([3, []]);
  });
});

describe('a proxy in front of the resource server', () => {
  test.each([
    [
      'ends TLS',
      { tls: { cert, key } },
      /takes one with the htu "http:\/\/localhost:\d+\/api\/me" \(the scheme http\)/,
    ],
    [
      'takes a prefix away',
      { prefix: '/v1' },
      /takes one with the htu "http:\/\/127.0.0.1:\d+\/api\/me" \(the path \/api\/me\)/,
    ],
    [
      'rewrites Host',
      { rewritesHost: true },
      /takes one with the htu "http:\/\/127.0.0.1:\d+\/api\/me" \(the host 127.0.0.1:\d+\)/,
    ],
    ['takes DPoP away', { drops: 'dpop' }, /the server does not seem to see the field DPoP$/],
    [
      'takes DPoP away from a server that gives no reason',
      { drops: 'dpop', mutes: true },
      /does not see the field DPoP, or refuses the access token before it looks at a proof$/,
    ],
    ['takes Authorization away', { drops: 'authorization' }, /it does not seem to see Authorization$/],
  ])('that %s', async (_, options, message) => {
    const { origin } = await startSmallServer();
    const proxy = await startProxy(origin, options);
    const path = 'prefix' in options ? '/v1/api/me' : '/api/me';
    const tls = 'tls' in options ? { tls: { ca: 'ca.pem' } } : {};
    const tested = await run({ ...pair(origin, proxy.origin + path), ...tls }, { 'ca.pem': cert });
    expect(errorOf(tested).message).toMatch(message);
    expect(tested.code).toBe(3);
  });
});

describe('a proxy in front of the authorization server', () => {
  test.each([
    ['ends TLS', { tls: { cert, key } }, /takes one with the htu "http:\/\/localhost:\d+\/token" \(the scheme http\)/],
    ['takes DPoP away', { drops: 'dpop' }, /the server does not seem to see the field DPoP$/],
  ])('that %s', async (_, options, message) => {
    const { origin } = await startSmallServer();
    const proxy = await startProxy(origin, options);
    const as = { endpoints: { token: `${proxy.origin}/token` }, clients: [tester] };
    const tls = 'tls' in options ? { tls: { ca: 'ca.pem' } } : {};
    const tested = await run({ as, ...tls }, { 'ca.pem': cert });
    expect(errorOf(tested).message).toMatch(message);
    expect([tested.code, tested.record.findings]).toEqual([3, []]);
  });
});
