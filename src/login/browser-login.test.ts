import { chromium } from 'playwright';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startReference } from '../../targets/reference/server.ts';
import { LoginDescriptor, type LoginStep } from '../target/descriptor/login.ts';
import { codeOf } from './authorization-response.ts';
import { findChromium } from '../browser/chromium.ts';
import { openLogin, type Login } from './login.ts';
import { authorizationUrl, messageOf, oidcProvider, pages, redirectUri, testWire } from './login.fixture.ts';

const isThere = findChromium(chromium.executablePath()) !== undefined;

type Given = { readonly seconds?: number; readonly stepSeconds?: number; readonly pictures?: Uint8Array[] };

async function browserLogin(steps: readonly LoginStep[], given: Given = {}): Promise<Login> {
  const { pictures = [], ...limits } = given;
  const secrets = new Map([['PASSWORD', 'wonderland']]);
  const login = await openLogin({
    login: LoginDescriptor.parse({ with: 'browser', steps, stepSeconds: 60, seconds: 600, ...limits }),
    path: 'target.yaml',
    secrets,
    wire: testWire(),
    maxBodyBytes: 262_144,
    env: process.env,
    signal: new AbortController().signal,
    mask: (text) => text.replaceAll('wonderland', '<masked>'),
    saveScreenshot: async (picture) => `login-${pictures.push(picture)}.png`,
  });
  onTestFinished(login.close);
  return login;
}

const password = { env: 'PASSWORD' };

describe.skipIf(!isThere)('a login in a browser', () => {
  const atProvider: readonly LoginStep[] = [
    { fill: { placeholder: 'Enter any login', value: 'ann' } },
    { fill: { placeholder: 'and password', value: password } },
    { click: { role: 'button', name: 'Sign-in' } },
    { click: { role: 'button', name: 'Continue' }, ifPresent: true },
  ];

  test('goes through the login and consent pages of oidc-provider, and needs no step the second time', async () => {
    const issuer = await oidcProvider();
    const login = await browserLogin(atProvider);
    const { params: first } = await login.authorize(authorizationUrl(issuer), redirectUri);
    expect(first).toEqual({ code: codeOf(first), state: 's-1', iss: issuer });
    const { params: second } = await login.authorize(authorizationUrl(issuer), redirectUri);
    expect(codeOf(second)).not.toBe(first['code']);
    // The session exists, but the page asks for consent again.
    const offline = { prompt: 'consent', scope: 'openid offline_access' };
    const { params: third } = await login.authorize(authorizationUrl(issuer, offline), redirectUri);
    expect(codeOf(third)).toMatch(/^[\w-]{20,}$/);
  });

  test('reads the response off a port that browsers refuse, out of a fragment, and out of a form', async () => {
    const issuer = await oidcProvider();
    const login = await browserLogin(atProvider);
    const unsafe = 'http://127.0.0.1:1/cb';
    for (const mode of ['query', 'fragment', 'form_post']) {
      const url = authorizationUrl(issuer, { redirect_uri: unsafe, response_mode: mode });
      expect([mode, (await login.authorize(url, unsafe)).params['state']]).toEqual([mode, 's-1']);
    }
  });

  test('fills in the form of the reference server', async () => {
    const reference = await startReference({});
    onTestFinished(reference.close);
    const login = await browserLogin([
      { fill: { label: 'Username', value: 'alice' } },
      { fill: { label: 'Password', value: password } },
      { press: { key: 'Enter' } },
    ]);
    const uri = 'http://127.0.0.1:1/cb';
    const pkce = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
    const query = { client_id: 'public', redirect_uri: uri, prompt: 'login', scope: 'read', ...pkce };
    const url = authorizationUrl(reference.issuer, query, '/authorize');
    for (let time = 0; time < 2; time += 1) expect(codeOf((await login.authorize(url, uri)).params)).not.toBe('');
  });

  test('does what the other steps say on a page that a script makes', async () => {
    const seen: string[] = [];
    const origin = await pages((request, response) => {
      seen.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`);
      response.setHeader('Content-Type', 'text/html; charset=iso-8859-1');
      if (request.url === '/in') response.end(scriptedSecondPage);
      else response.end(scriptedPage);
    });
    const login = await browserLogin([
      { wait: { text: 'Ready' } },
      { select: { label: 'Site', value: 'Zwei' } },
      { check: { label: 'I agree' } },
      { fill: { testId: 'user', value: 'ann' } },
      { press: { selector: '#user', key: 'Tab' } },
      { click: { role: 'link', name: 'Remind me', exact: true }, ifPresent: true },
      { click: { role: 'button', name: 'Log in' } },
      { wait: { url: `${origin}/i*` } },
      { click: { text: 'Let me in' } },
    ]);
    const { params: response } = await login.authorize(`${origin}/auth?x=1`, redirectUri);
    expect(response).toEqual({ code: 'two-true-ann' });
    expect(seen).toEqual(['GET /auth', 'GET /in']);
  });

  test('sends nothing to hosts that are not allowed, by whatever way, and says so', async () => {
    const reached: string[] = [];
    const elsewhere = await pages((request, response) => {
      reached.push(request.url ?? '');
      response.end();
    });
    // This is another name for the same machine, and not on the allow-list.
    const other = elsewhere.replace('127.0.0.1', 'localhost');
    const origin = await pages((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(nosyPage(other));
    });
    const login = await browserLogin([{ click: { text: 'No such' } }], { stepSeconds: 5 });
    expect(await messageOf(login.authorize(`${origin}/auth`, redirectUri))).toMatch(
      /; \d requests held back, to hosts that are not allowed \(localhost:\d+; name them under "allow" if the page needs them\)/,
    );
    expect(reached).toEqual([]);
    const led = await pages((_request, response) => response.writeHead(302, { Location: `${other}/led` }).end());
    expect(await messageOf(login.authorize(`${led}/auth`, redirectUri))).toMatch(/; 1 request held back/);
    expect(reached).toEqual([]);
  });

  test('a frame that reaches the redirect URI does not end it', async () => {
    const origin = await pages((request, response) => {
      response.setHeader('Content-Type', 'text/html');
      if (request.url === '/silent') response.writeHead(302, { Location: `${redirectUri}?error=login_required` }).end();
      else response.end(`<iframe src="/silent"></iframe><a href="${redirectUri}?code=c-1">On</a>`);
    });
    const login = await browserLogin([{ click: { role: 'link', name: 'On' } }]);
    expect((await login.authorize(`${origin}/auth`, redirectUri)).params).toEqual({ code: 'c-1' });
  });

  test('a redirect to an app ends it', async () => {
    const uri = 'com.example.app:/cb';
    const origin = await pages((_request, response) => response.writeHead(302, { Location: `${uri}?code=c-2` }).end());
    const login = await browserLogin([{ click: { text: 'x' } }]);
    expect((await login.authorize(`${origin}/auth`, uri)).params).toEqual({ code: 'c-2' });
  });
});

describe.skipIf(!isThere)('a login in a browser that fails', () => {
  const page = `<title>In\u202e\u0007to</title><form onsubmit="return false"><label>User <input></label><label>Word <input type=password></label>
    <button>Go</button><button>Go away</button></form>`;
  const showing = (html: string): Promise<string> =>
    pages((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(html);
    });

  test.each([
    [{ click: { role: 'button', name: 'Sign in' } }, '(click role="button" name="Sign in"): is not there within 5 s'],
    [{ click: { role: 'button' } }, '(click role="button"): 2 elements match (name one) within 5 s'],
    [{ wait: { url: 'https://other.example/*' } }, '(wait https://other.example/*): the address is another within 5 s'],
    [{ click: { selector: '!?' } }, '(click selector="!?"): '],
  ] as const)('names the step, the address and a picture: %j', async (step, expected) => {
    const pictures: Uint8Array[] = [];
    const origin = await showing(page);
    const steps: readonly LoginStep[] = [{ fill: { label: 'Word', value: password } }, step];
    const login = await browserLogin(steps, { stepSeconds: 5, pictures });
    const message = await messageOf(login.authorize(`${origin}/auth?state=hidden`, redirectUri));
    expect(message).toMatch(`ERR_LOGIN target.yaml: login.steps[1] ${expected}`);
    expect(message).toMatch(`; at ${origin}/auth, title "In\\u{202e}`);
    expect(message).toMatch(/; screenshot: login-1\.png$/);
    expect(message).not.toMatch(/wonderland|hidden/);
    expect(
      Buffer.from(pictures[0] ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  test('where no redirect follows the last step', async () => {
    const origin = await showing(page);
    const login = await browserLogin([{ click: { role: 'button', name: 'Go', exact: true } }], { stepSeconds: 5 });
    expect(await messageOf(login.authorize(`${origin}/auth`, redirectUri))).toMatch(
      'login.steps: after the last one no redirect to the client came within 5 s',
    );
  });

  test('is ended by the time for the whole', async () => {
    const origin = await pages(() => {});
    const login = await browserLogin([{ wait: { text: 'x' } }], { stepSeconds: 60, seconds: 1 });
    expect(await messageOf(login.authorize(`${origin}/auth`, redirectUri))).toMatch(
      'login.seconds: not done within 1 s',
    );
  });

  test('and hangs in a script does not hang us', async () => {
    const origin = await showing('<title>Loop</title><script>setTimeout(() => { for (;;); }, 10)</script>');
    const login = await browserLogin([{ click: { text: 'x' } }], { stepSeconds: 60, seconds: 2 });
    for (let time = 0; time < 2; time += 1)
      expect(await messageOf(login.authorize(`${origin}/auth`, redirectUri))).toMatch(
        'login.seconds: not done within 2 s',
      );
  });

  test('three times in a row is not tried again', async () => {
    let asked = 0;
    const origin = await pages((_request, response) => {
      asked += 1;
      response.end('no');
    });
    const login = await browserLogin([{ click: { text: 'x' } }], { stepSeconds: 0.2 });
    for (let time = 0; time < 5; time += 1)
      expect(await messageOf(login.authorize(`${origin}/auth`, redirectUri))).toMatch('login.steps[0]');
    expect(asked).toBe(3);
  });

  test('without a Chromium names the ways to get one', async () => {
    const env = { PROOFMARK_CHROMIUM: '/no/such/chromium' };
    const options = {
      path: 't.yaml',
      secrets: new Map(),
      wire: testWire(),
      maxBodyBytes: 1,
      mask: (text: string) => text,
    };
    const login = LoginDescriptor.parse({ with: 'browser', steps: [{ click: { text: 'x' } }] });
    const signal = new AbortController().signal;
    expect(await messageOf(openLogin({ ...options, login, env, signal }))).toMatch(
      /^ERR_LOGIN login\.with: browser: \/no\/such\/chromium did not start: /,
    );
  });
});

const scriptedPage = `<title>One</title><div id=app></div><script>
setTimeout(() => {
  document.getElementById('app').innerHTML = '<p>Ready</p><label>Site <select id=site><option value=one>Eins<option value=two>Zwei</select></label>' +
    '<label><input type=checkbox id=ok> I agree</label><input id=user data-testid=user><button onclick="go()">Log in</button><button hidden>Log in</button>';
}, 150);
function go() {
  document.cookie = 'v=' + [site.value, ok.checked, user.value].join('-');
  location.href = '/in';
}
</script>`;

const scriptedSecondPage = `<title>Two</title><script>
setTimeout(() => {
  const link = document.createElement('a');
  link.textContent = 'Let me in';
  link.onclick = () => location.assign('${redirectUri}?code=' + document.cookie.slice(2));
  document.body.append(link);
}, 150);
</script>`;

const nosyPage = (other: string): string => `<body><img src="${other}/img"><script src="${other}/script"></script>
<link rel=preload as=fetch href="${other}/preload"><link rel=preconnect href="${other}"><iframe src="${other}/frame"></iframe><script>
fetch('${other}/fetch', { mode: 'no-cors' }).catch(() => {});
new WebSocket('${other.replace('http', 'ws')}/socket');
new Worker(URL.createObjectURL(new Blob(["fetch('${other}/worker', { mode: 'no-cors' })"])));
navigator.sendBeacon('${other}/beacon', 'x');
window.open('${other}/popup');
</script>`;
