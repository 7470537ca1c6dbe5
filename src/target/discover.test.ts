import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { createWire } from '../wire/client.ts';
import { AuthorizationServerDescriptor } from './descriptor/as.ts';
import { discover, discoverResource, type AsEndpoints } from './discover.ts';
import { oauthMetadataUrl, oidcMetadataUrl, resourceMetadataUrl } from './metadata.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Page = string | { readonly status: number; readonly location?: string };

/** A loopback server with these pages, in which `ORIGIN` stands for its own origin. */
async function serve(pages: Readonly<Record<string, Page>>): Promise<string> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''] ?? { status: 404 };
    if (typeof page !== 'string')
      return response.writeHead(page.status, page.location ? { location: page.location } : {}).end();
    return response.writeHead(200, { 'content-type': 'application/json' }).end(page.replaceAll('ORIGIN', origin));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return origin;
}

type Input = Partial<AuthorizationServerDescriptor>;

async function find(as: Input, allowed?: readonly string[]): Promise<Partial<AsEndpoints> | string> {
  const wire = createWire({
    allowedHosts: ['127.0.0.1'],
    timeoutMs: 60_000,
    maxBodyBytes: 65_536,
    maxFieldBytes: 16_384,
    connections: 1,
  });
  const descriptor = AuthorizationServerDescriptor.parse({
    clients: [{ id: 'c', auth: 'none', grants: ['client_credentials'] }],
    ...as,
  });
  try {
    const { exchanges, ...endpoints } = await discover(descriptor, wire, allowed === undefined ? {} : { allowed });
    return { ...endpoints, exchanges: exchanges.map(({ request }) => request.url) } as unknown as AsEndpoints;
  } catch (error) {
    if (!(error instanceof HarnessError)) return String(error);
    const { code, message, advice } = error;
    return [`${code} ${message}`, ...(advice.fix === undefined ? [] : [`fix: ${advice.fix}`])].join('\n');
  } finally {
    await wire.close();
  }
}

const oauth = '/.well-known/oauth-authorization-server';
const oidc = '/.well-known/openid-configuration';

describe('discover', () => {
  test('RFC 8414 metadata gives the endpoints; explicit ones win', async () => {
    const metadata = (origin: string) => ({
      issuer: `${origin}/a`,
      token_endpoint: `${origin}/a/token`,
      pushed_authorization_request_endpoint: `${origin}/a/par`,
      authorization_endpoint: `${origin}/a/authorize`,
      introspection_endpoint: `${origin}/a/introspect`,
      jwks_uri: `${origin}/a/jwks`,
      dpop_signing_alg_values_supported: ['ES256'],
    });
    const origin = await serve({ [`${oauth}/a`]: JSON.stringify(metadata('ORIGIN')) });
    expect(await find({ issuer: `${origin}/a`, endpoints: { introspection: `${origin}/other` } })).toEqual({
      token: `${origin}/a/token`,
      par: `${origin}/a/par`,
      authorization: `${origin}/a/authorize`,
      introspection: `${origin}/other`,
      jwks: `${origin}/a/jwks`,
      metadata: metadata(origin),
      metadataUrl: `${origin}${oauth}/a`,
      algs: ['ES256'],
      exchanges: [`${origin}${oauth}/a`],
    });
  });

  test('auto goes on to OpenID Connect discovery', async () => {
    const origin = await serve({ [`/a${oidc}`]: '{"issuer":"ORIGIN/a","token_endpoint":"ORIGIN/token"}' });
    expect(await find({ issuer: `${origin}/a` })).toMatchObject({
      token: `${origin}/token`,
      exchanges: [`${origin}${oauth}/a`, `${origin}/a${oidc}`],
    });
    expect(await find({ issuer: `${origin}/a`, discovery: 'oauth' })).toBe(
      `ERR_TARGET_INVALID no metadata found for issuer ${origin}/a\n  ${origin}${oauth}/a: answered 404\nfix: correct issuer: or set discovery: none and name endpoints:`,
    );
  });

  test('an issuer that differs in a slash is reported, with both', async () => {
    const origin = await serve({ [oauth]: '{"issuer":"ORIGIN/","token_endpoint":"ORIGIN/token"}', [oidc]: 'not json' });
    expect(await find({ issuer: origin })).toBe(
      [
        `ERR_TARGET_INVALID no metadata found for issuer ${origin}`,
        `  ${origin}${oauth}: says issuer "${origin}/", not "${origin}" (they must be identical, RFC 8414 §3.3)`,
        `  ${origin}${oidc}: answered 200, but not with a JSON object`,
        `fix: if that is the server you mean, write issuer: ${origin}/`,
      ].join('\n'),
    );
  });

  test('a redirect is not followed, but reported', async () => {
    const origin = await serve({ [oauth]: { status: 302, location: 'https://elsewhere.example/' } });
    expect(await find({ issuer: origin, discovery: 'oauth' })).toMatch(
      'answered 302 to https://elsewhere.example/; redirects are not followed',
    );
  });

  test('a server that is not there is unreachable', async () => {
    const fault = await find({ issuer: 'http://127.0.0.1:1' });
    expect(fault).toMatch(/^ERR_TARGET_UNREACHABLE no metadata found for issuer http:\/\/127\.0\.0\.1:1\n/);
    expect(fault).toMatch(/nothing can be reached at 127\.0\.0\.1:1\nfix: start the server, or correct the URL$/);
  });

  test('without metadata the explicit token endpoint is enough', async () => {
    const origin = await serve({});
    const endpoints = { token: `${origin}/t` };
    expect(await find({ endpoints })).toEqual({ token: `${origin}/t`, exchanges: [] });
    expect(await find({ issuer: origin, endpoints })).toMatchObject({ token: `${origin}/t` });
    expect(await find({ issuer: origin, endpoints, discovery: 'none' })).toEqual({
      token: `${origin}/t`,
      exchanges: [],
    });
    expect(await find({ issuer: origin, endpoints, discovery: 'oidc' })).toMatch('answered 404');
  });

  test('a token endpoint has to be known', async () => {
    const origin = await serve({ [oauth]: '{"issuer":"ORIGIN"}' });
    expect(await find({ issuer: origin })).toBe(
      `ERR_TARGET_INVALID ${origin}${oauth} names no token_endpoint and the descriptor has no as.endpoints.token; name it there`,
    );
  });

  test('endpoints on hosts that are not allowed, and those that are none, are reported at once', async () => {
    const origin = await serve({
      [oauth]:
        '{"issuer":"ORIGIN","token_endpoint":"https://other.example/t","jwks_uri":"/jwks","introspection_endpoint":"ORIGIN/i"}',
    });
    expect(await find({ issuer: origin }, [new URL(origin).host])).toBe(
      [
        `ERR_TARGET_INVALID ${origin}${oauth}: token_endpoint is on other.example, which the descriptor does not name; if requests may go there, add allow: ['other.example']`,
        `${origin}${oauth}: jwks_uri is not an absolute http or https URL: "/jwks"; name the right one under as.endpoints`,
      ].join('\n'),
    );
    expect(await find({ issuer: origin, endpoints: { jwks: `${origin}/jwks` } })).toMatchObject({
      token: 'https://other.example/t',
    });
  });
});

describe('discoverResource', () => {
  test('metadata is returned where there is some, the exchange always', async () => {
    const origin = await serve({ '/.well-known/oauth-protected-resource/api': '{"resource":"ORIGIN/api"}' });
    const wire = createWire({
      allowedHosts: ['127.0.0.1'],
      timeoutMs: 60_000,
      maxBodyBytes: 65_536,
      maxFieldBytes: 16_384,
      connections: 1,
    });
    const found = await discoverResource(`${origin}/api`, wire);
    const missing = await discoverResource(origin, wire);
    await wire.close();
    expect(found).toMatchObject({
      metadata: { resource: `${origin}/api` },
      metadataUrl: `${origin}/.well-known/oauth-protected-resource/api`,
      exchange: { response: { status: 200 } },
    });
    expect(missing).toMatchObject({ exchange: { response: { status: 404 } } });
    expect('metadata' in missing).toBe(false);
  });
});

describe('well-known URLs', () => {
  test.each([
    ['https://h', 'https://h/.well-known/oauth-authorization-server', 'https://h/.well-known/openid-configuration'],
    ['https://h/', 'https://h/.well-known/oauth-authorization-server', 'https://h/.well-known/openid-configuration'],
    [
      'https://h/a',
      'https://h/.well-known/oauth-authorization-server/a',
      'https://h/a/.well-known/openid-configuration',
    ],
    [
      'https://h/a/',
      'https://h/.well-known/oauth-authorization-server/a',
      'https://h/a/.well-known/openid-configuration',
    ],
  ])('of issuer %s', (issuer, rfc8414, openid) => {
    expect([oauthMetadataUrl(issuer), oidcMetadataUrl(issuer)]).toEqual([rfc8414, openid]);
  });

  test.each([
    ['https://h', 'https://h/.well-known/oauth-protected-resource'],
    ['https://h/', 'https://h/.well-known/oauth-protected-resource'],
    ['https://h/a/', 'https://h/.well-known/oauth-protected-resource/a/'],
    ['https://h/?k=v', 'https://h/.well-known/oauth-protected-resource?k=v'],
    ['https://h/a?k=v', 'https://h/.well-known/oauth-protected-resource/a?k=v'],
  ])('of resource %s is %s (RFC 9728 §3.1)', (resource, url) => {
    expect(resourceMetadataUrl(resource)).toBe(url);
  });
});
