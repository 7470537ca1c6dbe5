import { CookieJar } from 'tough-cookie';
import { describe, expect, test } from 'vitest';
import { formLogin, type FormLoginOptions } from './form-login.ts';
import { authorizationUrl, messageOf, oidcProvider, pages, redirectUri, testWire } from './login.fixture.ts';

function optionsFor(
  origin: string,
  query: Record<string, string> = {},
  more: Partial<FormLoginOptions> = {},
): FormLoginOptions {
  const wire = testWire();
  return {
    wire,
    authorizationUrl: authorizationUrl(origin, query),
    redirectUri,
    fields: { login: 'ann', password: 'any' },
    maxPages: 5,
    ...more,
  };
}

describe('formLogin at a real oidc-provider', () => {
  test('gets a code through its login and consent pages', async () => {
    const issuer = await oidcProvider();
    const result = await formLogin(optionsFor(issuer));
    expect(result.code).toMatch(/^[\w-]{20,}$/);
    expect(result.params).toEqual({ code: result.code, state: 's-1', iss: issuer });
    expect(result.exchanges.map(({ request }) => request.url).filter((url) => !url.startsWith(issuer))).toEqual([]);
    const token = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('app:secret')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: result.code, redirect_uri: redirectUri }),
    });
    expect(token.status).toBe(200);
  });

  test('a kept cookie jar spares the login the second time', async () => {
    const options = optionsFor(await oidcProvider(), {}, { jar: new CookieJar() });
    const first = await formLogin(options);
    const second = await formLogin(options);
    expect(second.exchanges.length).toBeLessThan(first.exchanges.length);
    expect(second.exchanges.map(({ request }) => request.method)).toEqual(['GET']);
    expect(second.code).not.toBe(first.code);
  });

  test('form_post and fragment responses are read as well', async () => {
    const issuer = await oidcProvider();
    for (const mode of ['form_post', 'fragment']) {
      expect((await formLogin(optionsFor(issuer, { response_mode: mode }))).params['state']).toBe('s-1');
    }
  });

  test('an error answer and an error page are reported', async () => {
    const issuer = await oidcProvider();
    expect(await messageOf(formLogin(optionsFor(issuer, { scope: 'openid', prompt: 'none' })))).toBe(
      'ERR_LOGIN login: the authorization server answered with error "login_required": "End-User authentication is required"',
    );
    expect(await messageOf(formLogin(optionsFor(issuer, { client_id: 'nobody' })))).toMatch(
      /^ERR_LOGIN login: the page http:\/\/127\.0\.0\.1:\d+\/auth has no form that .* \(status 400, title ".*", form fields \[\]\)$/,
    );
  });

  test('fields of other names are named in the error', async () => {
    const issuer = await oidcProvider();
    expect(await messageOf(formLogin(optionsFor(issuer, {}, { fields: { username: 'ann' } })))).toMatch(
      /^ERR_LOGIN login: the page \S+\/interaction\/[\w-]+ has no form that .* \(status 200, title "Sign-in", form fields \[\["login","password"\]\]\)$/,
    );
  });
});

describe('formLogin at pages of our own', () => {
  const form =
    '<title>In</title><form method=post action="?x"><input name=login><input name=password type=password></form>';

  test('a page that asks for the same again is not answered twice', async () => {
    let posts = 0;
    const origin = await pages((request, response) => {
      if (request.method === 'POST') posts += 1;
      response.end(form);
    });
    expect(await messageOf(formLogin(optionsFor(origin)))).toBe(
      `ERR_LOGIN login: the page ${origin}/auth asks for the same again (status 200, title "In", form fields [["login","password"]])`,
    );
    expect(posts).toBe(1);
  });

  test('a page is asked for as a browser asks for it', async () => {
    const seen: string[] = [];
    const origin = await pages((request, response) => {
      const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': to } = request.headers;
      seen.push([request.method, site, mode, to].join(' '));
      if (request.method !== 'POST') return response.end(form);
      return response.writeHead(303, { Location: `${redirectUri}?code=c-1&state=s-1` }).end();
    });
    await formLogin(optionsFor(origin));
    expect(seen).toEqual(['GET none navigate document', 'POST same-origin navigate document']);
  });

  const signIn = '<input name=login><input name=password type=password>';
  test.each([
    ['under a new action each time', (turn: number) => `<form method=post action="/${turn}">${signIn}</form>`],
    ['in a text field', (turn: number) => `<form method=post action="/${turn}"><input name=password></form>`],
    [
      'with something new beside it',
      (turn: number) => `<form method=post action="/${turn}"><input name=more${turn}>${signIn}</form>`,
    ],
  ])('the password is posted once, whatever the page asks: %s', async (_how, page) => {
    const posts: string[] = [];
    const origin = await pages((request, response) => {
      if (request.method === 'POST') posts.push(request.url ?? '');
      response.end(page(posts.length));
    });
    const fields = { login: 'ann', password: 'any', more0: 'a', more1: 'b', more2: 'c' };
    expect(await messageOf(formLogin(optionsFor(origin, {}, { fields })))).toContain('asks for the same again');
    expect(posts).toEqual(['/0']);
  });

  test('the password is sent on once, and not after an error page', async () => {
    const posts: string[] = [];
    const origin = await pages((request, response) => {
      if (request.method === 'POST') posts.push(request.url ?? '');
      if (request.method === 'POST') response.writeHead(307, { Location: `/${posts.length}?a` });
      response.end(form);
    });
    expect(await messageOf(formLogin(optionsFor(origin)))).toBe(
      `ERR_LOGIN login: ${origin}/1 sends the form with the password on once more (${origin}/2)`,
    );
    expect(posts).toEqual(['/auth?x', '/1?a']);
    let failing = 0;
    const broken = await pages((request, response) => {
      if (request.method === 'POST') failing += 1;
      response.writeHead(request.method === 'POST' ? 500 : 200).end(request.method === 'POST' ? 'oops' : form);
    });
    expect(await messageOf(formLogin(optionsFor(broken)))).toContain('status 500');
    expect(failing).toBe(1);
  });

  test('a user name, and then a password on a page of its own, are asked for in turn', async () => {
    const seen: string[] = [];
    const origin = await pages((request, response) => {
      seen.push(`${request.method} ${request.url?.split('?')[0]}`);
      const next: Record<string, string> = {
        'GET /auth': '<form method=post action=/user><input name=login></form>',
        'POST /user': `<form method=post action=/password>${signIn}</form>`,
      };
      const html = next[`${request.method} ${request.url?.split('?')[0]}`];
      if (html === undefined) response.writeHead(302, { Location: `${redirectUri}?code=c-4` });
      response.end(html);
    });
    expect((await formLogin(optionsFor(origin))).code).toBe('c-4');
    expect(seen).toEqual(['GET /auth', 'POST /user', 'POST /password']);
  });

  test('too many pages and too many redirects end it', async () => {
    let page = 0;
    const endless = await pages((_request, response) => {
      page += 1;
      response.end(`<form action="/${page}"><input type=hidden name=h value=1><button>Next</button></form>`);
    });
    expect(await messageOf(formLogin(optionsFor(endless)))).toBe(
      `ERR_LOGIN login: the page ${endless}/5 is one more than login.maxPages (5) (status 200, title "", form fields [[]])`,
    );
    const round = await pages((_request, response) => response.writeHead(302, { Location: '/again?code=1' }).end());
    expect(await messageOf(formLogin(optionsFor(round)))).toBe(
      `ERR_LOGIN login: more than 30 redirects, the last to ${round}/again`,
    );
  });

  test('307 repeats the form, 302 does not, and cookies go along', async () => {
    const seen: string[] = [];
    const origin = await pages((request, response) => {
      seen.push(`${request.method} ${request.url?.split('?')[0]} ${request.headers.cookie ?? '-'}`);
      const next: Record<string, [number, string]> = {
        'POST /auth': [307, '/twice'],
        'POST /twice': [302, '/once'],
        'GET /once': [302, `${redirectUri}?code=c-1`],
      };
      const [status, location] = next[`${request.method} ${request.url?.split('?')[0]}`] ?? [200, ''];
      response.writeHead(status, { 'Set-Cookie': `n=${seen.length}; Path=/`, Location: location });
      response.end(status === 200 ? form : '');
    });
    expect((await formLogin(optionsFor(origin))).code).toBe('c-1');
    expect(seen).toEqual(['GET /auth -', 'POST /auth n=1', 'POST /twice n=2', 'GET /once n=3']);
  });

  test('a redirect to a host that is not allowed ends it', async () => {
    const origin = await pages((_request, response) =>
      response.writeHead(302, { Location: 'https://idp.example/x?y=1' }).end(),
    );
    expect(await messageOf(formLogin(optionsFor(origin)))).toBe(
      'ERR_LOGIN login: no answer from https://idp.example/x: idp.example is not an allowed host; name it under "allow" in the descriptor',
    );
  });

  test('a refresh is followed, and counts as a page', async () => {
    const origin = await pages((request, response) => {
      const next = request.url?.startsWith('/auth') === true ? '/on' : `${redirectUri}?code=c-1`;
      response.end(`<meta http-equiv=refresh content="0; url=${next}"><p>One moment`);
    });
    expect((await formLogin(optionsFor(origin))).code).toBe('c-1');
    const round = await pages((_request, response) => response.end('<meta http-equiv=refresh content="1; url=/r">'));
    expect(await messageOf(formLogin(optionsFor(round)))).toMatch(/\/r is one more than login.maxPages \(5\)/);
  });

  test('a page made by script and one without a form are different problems', async () => {
    const origin = await pages((_request, response) =>
      response.end('<title>A\u202eB</title><div id=app></div><script src=app.js></script>'),
    );
    expect(await messageOf(formLogin(optionsFor(origin)))).toBe(
      `ERR_LOGIN login: the page ${origin}/auth has no form that the login.fields of the descriptor can fill in, but scripts: if this page needs a browser, set login.with: browser and name login.steps (status 200, title "A\\u{202e}B", form fields [])`,
    );
  });

  test('an error redirect is reported in its own words, made printable', async () => {
    const error = new URLSearchParams({ error: 'access_denied', error_description: 'no\u0007 way' });
    const origin = await pages((_request, response) =>
      response.writeHead(303, { Location: `${redirectUri}?${error.toString()}` }).end(),
    );
    expect(await messageOf(formLogin(optionsFor(origin)))).toBe(
      'ERR_LOGIN login: the authorization server answered with error "access_denied": "no\\u{7} way"',
    );
  });

  test('a form or a refresh that leads to a host that is not allowed is not followed', async () => {
    for (const page of [
      '<form action="https://idp.example/in"><input name=login></form>',
      '<meta http-equiv=refresh content="0; url=https://idp.example/in">',
    ]) {
      const origin = await pages((_request, response) => response.end(page));
      expect(await messageOf(formLogin(optionsFor(origin)))).toMatch(/idp\.example is not an allowed host/);
    }
  });

  test('a redirect URI with a scheme of its own ends the login too', async () => {
    const uri = 'com.example.app:/cb';
    const origin = await pages((_request, response) => response.writeHead(302, { Location: `${uri}?code=c-2` }).end());
    expect((await formLogin(optionsFor(origin, {}, { redirectUri: uri }))).code).toBe('c-2');
  });

  test('a page that breaks once is asked for anew, a pushed request is not', async () => {
    let requests = 0;
    const origin = await pages((_request, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(500).end('oops');
      else response.writeHead(302, { Location: `${redirectUri}?code=c-3` }).end();
    });
    expect((await formLogin(optionsFor(origin))).code).toBe('c-3');
    requests = 0;
    expect(await messageOf(formLogin(optionsFor(origin, { request_uri: 'urn:x' })))).toMatch(/status 500/);
  });
});
