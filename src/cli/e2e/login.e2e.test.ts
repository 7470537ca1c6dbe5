import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chromiumOfMachine } from '../../browser/chromium.ts';
import {
  folderWith,
  problemsOf,
  proofmark,
  runDescriptor,
  targetScript,
  verdictsOf,
  type Tested,
} from './e2e.fixture.ts';
import { describeReference, withReference } from './reference.fixture.ts';

const found = chromiumOfMachine();
const env = { ACCOUNT_PASSWORD: 'wonderland', ...(found !== undefined && { PROOFMARK_CHROMIUM: found }) };
const password = { env: 'ACCOUNT_PASSWORD' };

const cases = ['typ-missing', 'token-type-told', 'ath-missing'];
const flags = ['--case', cases.join(',')];
const judged = ({ record }: Tested): readonly string[] =>
  verdictsOf(record)
    .filter((line) => /@(token|resource) /.test(line))
    .toSorted();

const webClient = {
  id: 'public',
  auth: 'none',
  grants: ['authorization_code', 'refresh_token'],
  redirectUri: 'http://127.0.0.1:1/cb',
};

/** This descriptor has no client that may introspect. */
const claims = { introspection: false };

const atReference = {
  form: { fields: { username: 'alice', password } },
  browser: {
    with: 'browser',
    steps: [
      { fill: { label: 'Username', value: 'alice' } },
      { fill: { label: 'Password', value: password } },
      { click: { role: 'button', name: 'Log in' } },
    ],
  },
};

/** The authorization server asks for a login at each code, because of `prompt=login`. */
async function runReference(login: object): Promise<Tested> {
  return withReference({}, async (running) => {
    const { as, ...rest } = describeReference(running);
    const clients = [{ ...webClient, authorizationParameters: { prompt: 'login' } }];
    return runDescriptor({ ...rest, as: { ...as, clients }, claims, login }, flags, { env });
  });
}

const atProvider = {
  form: { fields: { login: 'ann', password } },
  browser: {
    with: 'browser',
    steps: [
      { fill: { placeholder: 'Enter any login', value: 'ann' } },
      { fill: { placeholder: 'and password', value: password } },
      { click: { role: 'button', name: 'Sign-in' } },
      { click: { role: 'button', name: 'Continue' }, ifPresent: true },
    ],
  },
};

async function runProvider(login: object): Promise<Tested> {
  const scope = { scope: 'openid offline_access', authorizationParameters: { prompt: 'consent' } };
  const script = targetScript('products/oidc-provider/oidc-provider.ts');
  const descriptor = {
    name: 'oidc-provider',
    as: { issuer: 'http://127.0.0.1:{port.as}', clients: [{ ...webClient, ...scope }] },
    rs: { resources: [{ url: 'http://127.0.0.1:{port.as}/me', expect: { contains: '"sub"' } }] },
    launch: {
      command: ['node', script, '--port', '{port.as}', '--watch-stdin'],
      env: { PROOFMARK_CLIENT_SECRET: '{random.secret}' },
      ready: { line: 'ready' },
    },
    claims,
    login,
  };
  return runDescriptor(descriptor, flags, { env });
}

const ways = ['form', ...(found === undefined ? [] : ['browser' as const])] as const;

describe('a run with a public client alone', () => {
  test.each(ways)('logs in at the reference server by %s', async (way) => {
    const tested = await runReference(atReference[way]);
    expect([tested.code, problemsOf(tested.record)]).toEqual([0, []]);
    expect(judged(tested).filter((line) => !line.endsWith(' pass'))).toEqual([]);
    expect(JSON.stringify(tested.record) + tested.out).not.toContain('wonderland');
  });

  test.each(ways)('logs in and consents at oidc-provider by %s', async (way) => {
    const tested = await runProvider(atProvider[way]);
    expect([tested.code, problemsOf(tested.record)]).toEqual([0, []]);
    // The tokens are opaque here, so no case can read their binding.
    expect(judged(tested).filter((line) => / (pass|skip)$/.test(line))).toEqual(judged(tested));
    expect(judged(tested).length).toBeGreaterThan(3);
  });
});

describe.skipIf(found === undefined)('a login in a browser that fails', () => {
  test('is reported once, with the step, the address and a picture beside the record', async () => {
    const steps = [{ fill: { label: 'Password', value: password } }, { click: { role: 'button', name: 'Sign up' } }];
    const { code, record, folder, out, err } = await runReference({ with: 'browser', steps, stepSeconds: 5 });
    const [problem = ''] = problemsOf(record);
    expect(problem).toMatch(
      /^error: token: target\.yaml: login\.steps\[1\] \(click role="button" name="Sign up"\): is not there within 5 s; at http:\/\/127\.0\.0\.1:\d+\/authorize, title "Log in"; screenshot: reference-login-\d\.png$/,
    );
    const picture = await readFile(join(folder, 'out', /\S+\.png$/.exec(problem)?.[0] ?? ''));
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(code).toBe(3);
    expect(JSON.stringify(record) + out + err).not.toContain('wonderland');
  });
});

test('a descriptor whose steps are wrong ends with 2', async () => {
  const login = { with: 'browser', steps: [{ click: {} }] };
  const as = { issuer: 'http://127.0.0.1:9', clients: [webClient] };
  const folder = await folderWith({ 'target.yaml': { name: 'x', as, login } });
  const { code, err } = await proofmark(['run', 'target.yaml'], { cwd: folder });
  expect([code, err.includes('login.steps[0].click: name one of role')]).toEqual([2, true]);
});
