// A client for a page, written from RFC 9449, RFC 6749, RFC 7636 and RFC 8414: one module that imports nothing. `globalThis.peculiarities`
// lists what it does otherwise; print.mjs sets it.
const has = (name) => globalThis.peculiarities?.includes(name) === true;

const does = [
  'token.authorization_code token.refresh dpop_jkt call call.post',
  'nonce.as nonce.rs restart parallel https http-loopback',
];

// What a page keeps: the key in IndexedDB, the rest in the storage of the tab.

const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));
const kept = (name) => JSON.parse(sessionStorage.getItem(name) ?? 'null');

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('IndexedDB', { cause: request.error })));
  });

async function inStore(mode, action) {
  const opening = indexedDB.open('page-client', 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('keys'));
  const store = (await settled(opening)).transaction('keys', mode).objectStore('keys');
  return settled(action(store));
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' };
let ownKeys;

async function keys() {
  ownKeys ??= has('key-of-the-load') ? undefined : await inStore('readonly', (store) => store.get('dpop'));
  if (ownKeys === undefined) {
    const made = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
    ownKeys = made;
    await inStore('readwrite', (store) => store.put(made, 'dpop'));
  }
  return ownKeys;
}

// Proofs (RFC 9449 4.2).

const base64url = (bytes) => new Uint8Array(bytes).toBase64({ alphabet: 'base64url', omitPadding: true });
const octets = (text) => new TextEncoder().encode(text);
const digest = async (text) => base64url(await crypto.subtle.digest('SHA-256', octets(text)));
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function publicJwk() {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', (await keys()).publicKey);
  return { crv, kty, x, y };
}

/** Nonces are kept for each server by itself (RFC 9449 8.2, 9). */
const nonceOf = (url) => kept('nonces')?.[new URL(url).origin];

function learnNonce(url, response) {
  const nonce = response.headers.get('DPoP-Nonce');
  if (nonce !== null) keep('nonces', { ...kept('nonces'), [new URL(url).origin]: nonce });
  return nonce;
}

async function proofFor(method, url, accessToken) {
  const { origin, pathname, search } = new URL(url);
  const payload = {
    jti: random(),
    htm: method,
    htu: `${origin}${pathname}${has('htu-with-query') ? search : ''}`,
    iat: Math.floor(Date.now() / 1000),
    nonce: nonceOf(url),
    ...(accessToken && { ath: await digest(accessToken) }),
  };
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await publicJwk() };
  const signed = [header, payload].map((part) => base64url(octets(JSON.stringify(part)))).join('.');
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(algorithm, (await keys()).privateKey, octets(signed));
  return `${signed}.${base64url(signature)}`;
}

/** Sends a request, and once more where the server wants a nonce. Redirects are not followed: a proof is for one URL. */
async function send(url, { method, headers = [], body, accessToken, wantsNonce }) {
  const once = async () => {
    const fields = [...headers, ['DPoP', await proofFor(method, url, accessToken)]];
    const options = { method, headers: fields, body, redirect: 'error', cache: 'no-store' };
    const response = await fetch(url, options);
    return { response, nonce: learnNonce(url, response) };
  };
  const first = await once();
  const isDemand = first.nonce !== null && (await wantsNonce(first.response.clone()));
  return isDemand && !has('nonce-unanswered') ? (await once()).response : first.response;
}

// Tokens.

const isDemandOfServer = async (response) =>
  response.status === 400 && (await response.json().catch(() => ({}))).error === 'use_dpop_nonce';

/** One challenge of the scheme DPoP has this error, as a parameter, and not within the text of another. */
function isDemandOfResource(response) {
  const bare = (response.headers.get('WWW-Authenticate') ?? '').replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text === '"use_dpop_nonce"' ? 'use_dpop_nonce' : '""',
  );
  return response.status === 401 && /(?:^|,)\s*dpop\s[^]*\berror\s*=\s*use_dpop_nonce\b/i.test(bare);
}

async function metadata() {
  const { issuer } = kept('settings');
  const found = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json();
  if (found.issuer !== issuer) throw new Error('the metadata are of another issuer');
  // RFC 9449 5.1
  const isTaken = found.dpop_signing_alg_values_supported?.includes('ES256') ?? true;
  if (!isTaken) throw new Error('the server does not take the algorithm of this client');
  return found;
}

async function askForToken(parameters) {
  const { client } = kept('settings');
  const { token_endpoint: url } = await metadata();
  const body = new URLSearchParams({ client_id: client.id, ...parameters });
  const response = await send(url, { method: 'POST', body, wantsNonce: isDemandOfServer });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error('the token request was refused'), { code: answer.error });
  if (answer.token_type?.toLowerCase() !== 'dpop') throw new Error('the token is not bound to the key');
  const { access_token: access, refresh_token: refresh = kept('tokens')?.refresh } = answer;
  keep('tokens', { access, refresh });
  return { token_type: answer.token_type, has_refresh: refresh !== undefined };
}

async function authorize({ dpop_jkt: wantsJkt }) {
  const { client, redirect_uri: redirectUri, scope } = kept('settings');
  const [verifier, state] = [random(), random()];
  keep('login', { verifier, state });
  const jkt = await digest(JSON.stringify(await publicJwk()));
  const { authorization_endpoint: endpoint } = await metadata();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await digest(verifier),
    code_challenge_method: 'S256',
    ...(wantsJkt && { dpop_jkt: jkt }),
  });
  const url = `${endpoint}?${query}`;
  if (has('navigated-by-harness')) return { navigate: url };
  location.assign(url);
  return new Promise(() => {});
}

function takeCode(callback) {
  const { issuer, redirect_uri: redirectUri } = kept('settings');
  const { verifier, state } = kept('login');
  const answer = new URL(callback).searchParams;
  // RFC 6749 10.12, RFC 9207 2.4
  if (answer.get('state') !== state || answer.get('iss') !== issuer)
    throw new Error('the answer is of another request');
  const code = answer.get('code');
  return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
}

// Commands of Proofmark.

async function call({ method, url, headers, body, times, parallel }) {
  const statuses = [];
  const once = async () => {
    const { access: accessToken } = kept('tokens');
    const fields = [...headers, ['Authorization', `DPoP ${accessToken}`]];
    const asked = { method, headers: fields, body: body ?? undefined, accessToken, wantsNonce: isDemandOfResource };
    return (await send(url, asked)).status;
  };
  for (let round = 0; round < times; round += 1)
    statuses.push(...(await Promise.all(Array.from({ length: parallel }, once))));
  return { status: statuses.at(-1), statuses };
}

const unsupported = { ok: false, unsupported: true };

const commands = {
  hello: () => ({ name: 'page-client', version: '1', language: 'javascript', does: does.join(' ').split(' ') }),
  start: (settings) => (settings.client.auth === 'none' ? keep('settings', settings) : unsupported),
  token: (task) => {
    if (task.grant === 'client_credentials' || task.par) return unsupported;
    if (task.grant === 'authorization_code') return authorize(task);
    return askForToken({ grant_type: 'refresh_token', refresh_token: kept('tokens').refresh });
  },
  callback: ({ url }) => askForToken(takeCode(url)),
  call: (task) => (task.stream ? unsupported : call(task)),
  save: () => ({ state: '' }),
  load: () => ({}),
};

window.proofmark = async (task) => {
  if (!Object.hasOwn(commands, task.cmd)) return has('ok-to-everything') ? { ok: true } : unsupported;
  return { ok: true, ...(await commands[task.cmd](task)) };
};
