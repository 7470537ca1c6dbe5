import type { Driven } from './driven.fixture.ts';
import { metadata, type Given, type Origins, type Script } from './scripted-servers.fixture.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a client is asked to do, and how the servers answer. */
export interface Scene {
  readonly client?: Members;
  readonly scope?: string;
  readonly script: Script;
  play(client: Driven, origins: Origins): Promise<readonly Members[]>;
}

const session = 's';
const asked = { error: 'use_dpop_nonce' };
const demand = (nonce: string, field = 'DPoP-Nonce'): Given => ({
  status: 400,
  fields: { [field]: nonce },
  body: asked,
});
const challenge = (line: string | readonly string[], nonce = 'n1'): Given => ({
  status: 401,
  fields: { 'WWW-Authenticate': line, 'DPoP-Nonce': nonce },
});
const usual = 'DPoP error="use_dpop_nonce"';
const credentials = { cmd: 'token', session, grant: 'client_credentials' };
const exchanging = { cmd: 'token', session, grant: 'urn:ietf:params:oauth:grant-type:token-exchange' };
const device = { cmd: 'token', session, grant: 'urn:ietf:params:oauth:grant-type:device_code' };
const refresh = { cmd: 'token', session, grant: 'refresh_token' };
const onPath = (place: string, path: string, give: (nth: number, origins: Origins) => Given | undefined): Script => {
  return (seen, nth, origins) => {
    const isHere = seen.place === place && seen.path.replace(/\?.*/, '') === path;
    return isHere ? give(nth, origins) : undefined;
  };
};

/** Asks one command after the other. */
const asking =
  (...commands: readonly ((origins: Origins) => Members)[]): Scene['play'] =>
  async ({ ask }, origins) => {
    const replies: Members[] = [];
    for (const command of commands) replies.push(await ask(command(origins)));
    return replies;
  };
const call =
  (path: string, more: Members = {}) =>
  ({ rs }: Origins): Members => ({ cmd: 'call', session, url: `${rs}${path}`, ...more });
const token = () => credentials;

/** A code is redeemed, a refresh is done, and both tokens are used. */
const code =
  (options: Members, iss?: string): Scene['play'] =>
  async ({ ask }, origins) => {
    const first = await ask({ cmd: 'token', session, grant: 'authorization_code', ...options });
    const { navigate } = first;
    const url = new URL(typeof navigate === 'string' ? navigate : 'http://x');
    const answer = { code: 'c', state: url.searchParams.get('state') ?? '', iss: iss ?? origins.as };
    const parameters = [...url.searchParams.keys()].join(' ');
    const { rs } = origins;
    const done = await ask({
      cmd: 'callback',
      session,
      url: `http://127.0.0.1:1/cb?${new URLSearchParams(answer).toString()}`,
    });
    const used = await ask({ cmd: 'call', session, url: `${rs}/a` });
    const refreshed = await ask(refresh);
    const again = await ask({ cmd: 'call', session, url: `${rs}/a` });
    const { state } = await ask({ cmd: 'save', session });
    const loaded = [await ask({ cmd: 'load', session: 'l', state }), await ask({ ...refresh, session: 'l' })];
    const later = await ask({ cmd: 'call', session: 'l', url: `${rs}/a` });
    return [{ parameters, jkt: url.searchParams.has('dpop_jkt') }, done, used, refreshed, again, ...loaded, later];
  };

/** A second session makes parallel calls after the first one has called. */
const twoSessions: Scene['play'] = async ({ ask }, origins) => {
  await ask(credentials);
  const { state } = await ask({ cmd: 'save', session });
  await ask({ cmd: 'load', session: 'l', state });
  await ask({ ...credentials, session: 'l' });
  return [await ask(call('/a')(origins)), await ask({ ...call('/l', { parallel: 3 })(origins), session: 'l' })];
};

const plain: Script = () => undefined;
const odd = ['/a%2Fb/A/?q=1#f', '/a;p/b', '//a', '/x%40y'];
const post = { method: 'POST', body: 'the body' };

export const scenes: readonly Scene[] = [
  {
    script: plain,
    play: asking(
      token,
      ...odd.map((path) => call(path)),
      call('/a'),
      call('/a', post),
      call('/a', { method: 'patch' }),
    ),
  },
  { script: plain, scope: 'openid', play: code({ dpop_jkt: true }) },
  { script: plain, client: { id: 'p', auth: 'none' }, play: code({ par: true, dpop_jkt: true }) },
  {
    script: onPath('as', '/token', (nth) => (nth % 2 ? demand(`n${nth}`) : undefined)),
    scope: 'openid',
    play: code({}),
  },
  {
    script: onPath('as', '/token', (nth) => (nth % 2 ? demand(`n${nth}`, 'dpop-nonce') : undefined)),
    play: asking(token),
  },
  {
    script: onPath('as', '/token', (nth) => (nth === 2 ? demand('n') : undefined)),
    play: asking(token, () => exchanging, call('/a')),
  },
  {
    script: onPath('as', '/token', (nth) => (nth === 1 ? demand('n') : undefined)),
    play: asking(() => device, call('/a')),
  },
  { script: onPath('as', '/par', (nth) => (nth === 1 ? demand('n') : undefined)), play: code({ par: true }) },
  {
    client: { id: 'j', auth: 'private_key_jwt', key: 'made by the test' },
    script: onPath('as', '/token', (nth) => (nth === 1 ? demand('n') : undefined)),
    play: asking(token),
  },
  ...[
    usual,
    'dpop error="use_dpop_nonce"',
    'DPoP error=use_dpop_nonce',
    `${usual}, strange="x"`,
    `Bearer realm="r", ${usual}`,
  ].map((line): Scene => ({
    script: onPath('rs', '/a', (nth) => (nth === 1 ? challenge(line) : undefined)),
    play: asking(token, call('/a', post)),
  })),
  {
    script: onPath('rs', '/a', (nth) => (nth === 1 ? challenge(['Bearer', usual]) : undefined)),
    play: asking(token, call('/a', { ...post, stream: true })),
  },
  {
    script: onPath('rs', '/a', (nth) =>
      nth === 1 ? challenge('Bearer error_description="use_dpop_nonce"') : undefined,
    ),
    play: asking(token, call('/a')),
  },
  {
    script: onPath('rs', '/a', (nth) => (nth === 1 ? challenge('DPoP error="invalid_token"') : undefined)),
    play: asking(token, call('/a')),
  },
  {
    script: (seen, nth, origins) =>
      onPath('rs', '/a', (count) =>
        count === 5
          ? challenge(usual, 'n5')
          : count === 1 || count === 3
            ? { fields: { 'DPoP-Nonce': `n${count}` } }
            : undefined,
      )(seen, nth, origins),
    play: asking(token, ...Array.from({ length: 6 }, () => call('/a')), ({ rs2 }) => ({
      cmd: 'call',
      session,
      url: `${rs2}/a`,
    })),
  },
  {
    script: onPath('rs', '/a', (nth) => (nth === 1 ? challenge(usual) : { fields: { 'DPoP-Nonce': `n${nth}` } })),
    play: asking(token, call('/a'), call('/a')),
  },
  {
    script: onPath('as', '/token', () => ({
      fields: { 'DPoP-Nonce': 'as' },
      body: { access_token: 'token-1', token_type: 'DPoP' },
    })),
    play: asking(token, call('/a'), token),
  },
  { script: onPath('as', '/token', (nth) => (nth < 12 ? demand(`n${nth}`) : undefined)), play: asking(token) },
  { script: onPath('as', '/token', (nth) => (nth < 12 ? demand('n') : undefined)), play: asking(token) },
  { script: onPath('as', '/token', () => ({ status: 400, body: asked })), play: asking(token) },
  ...[`${'#%&'.repeat(170)}Zz`, ['a', 'b']].map((nonce): Scene => ({
    script: onPath('rs', '/a', (nth) => ({
      status: nth === 1 ? 401 : 200,
      fields: { 'WWW-Authenticate': usual, 'DPoP-Nonce': nonce },
    })),
    play: asking(token, call('/a'), call('/a')),
  })),
  {
    script: onPath('as', '/token', () => ({
      status: 400,
      fields: { 'DPoP-Nonce': 'n' },
      body: { error: 'invalid_grant' },
    })),
    play: asking(token),
  },
  {
    script: onPath('rs', '/a', (nth) => (nth < 4 ? challenge(usual, `n${nth}`) : undefined)),
    play: asking(token, call('/a', { parallel: 3 })),
  },
  ...['Bearer', 'dpop'].map((type): Scene => ({
    script: onPath('as', '/token', () => ({
      body: { access_token: `x.${Buffer.from('{}').toString('base64url')}.x`, token_type: type },
    })),
    play: asking(token, call('/a')),
  })),
  ...[
    { dpop_signing_alg_values_supported: ['ES384'] },
    { dpop_signing_alg_values_supported: undefined },
    { issuer: 'http://127.0.0.1:1' },
  ].map((more): Scene => ({
    script: onPath('as', '/.well-known/oauth-authorization-server', (_nth, { as }) => ({ body: metadata(as, more) })),
    play: asking(token),
  })),
  { script: plain, play: code({}, 'http://127.0.0.1:1') },
  { script: onPath('rs', '/a', () => ({ status: 307, fields: { Location: '/b' } })), play: asking(token, call('/a')) },
  {
    script: onPath('rs', '/a', (_nth, { foreign }) => ({ status: 307, fields: { Location: `${foreign}/a` } })),
    play: asking(token, call('/a')),
  },
  {
    script: onPath('as', '/token', (_nth, { foreign }) => ({ status: 307, fields: { Location: `${foreign}/a` } })),
    play: asking(token),
  },
  {
    script: onPath('rs', '/a', (nth) => (nth === 1 ? { cut: true } : nth === 3 ? { status: 503 } : undefined)),
    play: asking(token, call('/a'), call('/a')),
  },
  {
    script: onPath('rs', '/a', () => ({ fields: { Date: new Date(Date.now() + 3_600_000).toUTCString() } })),
    play: asking(token, call('/a'), call('/a')),
  },
  { script: onPath('rs', '/a', () => challenge('Bearer')), play: asking(token, call('/a')) },
  { script: onPath('rs', '/l', (nth) => (nth < 4 ? challenge(usual) : undefined)), play: twoSessions },
];
