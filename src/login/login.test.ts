import { describe, expect, onTestFinished, test } from 'vitest';
import { AuthorizationRefused } from './authorization-refused.ts';
import { authorizationUrl, messageOf, oidcProvider, pages, redirectUri, testWire } from './login.fixture.ts';
import { openLogin, type Login } from './login.ts';
import { LoginDescriptor } from '../target/descriptor/login.ts';

async function formUser(connections?: number): Promise<Login> {
  const login = await openLogin({
    login: LoginDescriptor.parse({ fields: { login: 'ann', password: 'any' } }),
    path: 'target.yaml',
    secrets: new Map(),
    wire: testWire(connections),
    maxBodyBytes: 262_144,
    env: {},
    signal: new AbortController().signal,
    mask: (text) => text,
    saveScreenshot: async () => 'none.png',
  });
  onTestFinished(login.close);
  return login;
}

const refusalOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'a response',
    (error: unknown) => (error instanceof AuthorizationRefused ? error.exchange.response?.status : 'another error'),
  );

describe('a user of an authorization server', () => {
  test('is shown the answer that led back to the client', async () => {
    const issuer = await oidcProvider();
    const user = await formUser();
    const { exchange: answer } = await user.authorize(authorizationUrl(issuer), redirectUri);
    const location = answer?.response?.fields.find(([name]) => name.toLowerCase() === 'location')?.[1];
    expect([answer?.response?.status, location?.startsWith(`${redirectUri}?code=`)]).toEqual([303, true]);
  });

  test('gets an error page of the authorization endpoint as a refusal, however often, once logins have worked', async () => {
    const issuer = await oidcProvider();
    const user = await formUser();
    await user.authorize(authorizationUrl(issuer), redirectUri);
    for (let time = 0; time < 4; time += 1) {
      expect(await refusalOf(user.authorize(authorizationUrl(issuer, { client_id: 'nobody' }), redirectUri))).toBe(400);
    }
    expect((await user.authorize(authorizationUrl(issuer), redirectUri)).params['code']).toBeDefined();
  });

  test('a page that cannot be filled in is no refusal', async () => {
    const origin = await pages((_request, response) => response.end('<form><input name=other></form>'));
    const user = await formUser();
    expect(await refusalOf(user.authorize(`${origin}/auth`, redirectUri))).toBe('another error');
    expect(await messageOf(user.authorize(`${origin}/auth`, redirectUri))).toMatch(/^ERR_LOGIN login: the page/);
  });

  test.each([
    ['asks nobody to log in and sets no cookie', {}, 8],
    ['sets a cookie', { 'Set-Cookie': 'session=1' }, 1],
  ])('of a server that %s: so many log in at once after the first one', async (_, fields, most) => {
    const open = { now: 0, most: 0 };
    const origin = await pages((_request, response) => {
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      setTimeout(() => {
        open.now -= 1;
        response.writeHead(302, { ...fields, Location: `${redirectUri}?code=c` }).end();
      }, 20);
    });
    const user = await formUser(16);
    const arrivals = await Promise.all(Array.from({ length: 30 }, () => user.authorize(`${origin}/auth`, redirectUri)));
    expect(arrivals.map(({ params }) => params['code'])).toEqual(Array(30).fill('c'));
    expect(open.most).toBe(most);
  });

  test('an error page after the login is no refusal of the request', async () => {
    const origin = await pages((request, response) => {
      response.writeHead(request.method === 'GET' ? 200 : 400, { 'Content-Type': 'text/html' });
      response.end(request.method === 'GET' ? '<form method=post><input name=login></form>' : 'no');
    });
    const user = await formUser();
    expect(await refusalOf(user.authorize(`${origin}/auth`, redirectUri))).toBe('another error');
  });
});
