import { createHash } from 'node:crypto';
import { clientGrantTypes, urnGrants } from '../../plan/ability.ts';
import { type Asked, asPaths } from '../asked.ts';
import { type Mint, randomText } from '../mint.ts';
import { type Draft, type Issued, jsonAnswer, type Lawful, listedAlgs, oauthError } from './answer.ts';

/** The URLs under which a client reaches the servers. */
export type Origins = { readonly as: string; readonly rs: string; readonly rs2: string; readonly foreign: string };

type Grant = { readonly clientId: string; readonly scope: string; readonly nonce?: string };

/** A lawful authorization server without users: whoever is asked agrees at once. Secrets, proofs and verifiers are not checked. */
export type AuthorizationServer = {
  readonly answer: (asked: Asked) => Lawful;
  /** What it has issued, with the thumbprint of the key. */
  readonly tokens: ReadonlyMap<string, Issued>;
};

/** What it remembers. */
type Office = {
  readonly origins: Origins;
  readonly mint: Mint;
  readonly codes: Map<string, Grant>;
  readonly pushed: Map<string, URLSearchParams>;
  readonly refreshing: Map<string, Grant>;
  readonly devices: Map<string, Grant>;
  readonly tokens: Map<string, Issued>;
};

export function createAuthorizationServer(origins: Origins, mint: Mint): AuthorizationServer {
  const office: Office = {
    origins,
    mint,
    codes: new Map(),
    pushed: new Map(),
    refreshing: new Map(),
    devices: new Map(),
    tokens: new Map(),
  };
  return { answer: (asked) => answerAt(office, asked), tokens: office.tokens };
}

function answerAt(office: Office, asked: Asked): Lawful {
  switch (asked.at) {
    case 'metadata':
      return { draft: jsonAnswer(200, metadataOf(office.origins.as)) };
    case 'jwks':
      return { draft: jsonAnswer(200, office.mint.jwks()) };
    case 'authorization':
      return { draft: authorize(office, asked) };
    case 'par':
      return { draft: push(office, asked) };
    case 'device-authorization':
      return { draft: authorizeDevice(office, asked) };
    case 'token':
      return issue(office, asked);
    case 'introspection':
      return { draft: introspect(office, asked) };
    default:
      return { draft: oauthError(404, 'not_found') };
  }
}

function authorize({ codes, pushed, origins }: Office, asked: Asked): Draft {
  const requestUri = asked.query.get('request_uri');
  const parameters = (requestUri === null ? undefined : pushed.get(requestUri)) ?? asked.query;
  const redirectUri = parameters.get('redirect_uri');
  if (redirectUri === null) return oauthError(400, 'invalid_request', 'there is no redirect_uri');
  const code = randomText();
  const [nonce, state] = [parameters.get('nonce'), parameters.get('state')];
  codes.set(code, {
    clientId: parameters.get('client_id') ?? '',
    scope: parameters.get('scope') ?? '',
    ...(nonce === null ? {} : { nonce }),
  });
  const answer = new URLSearchParams({ code, ...(state === null ? {} : { state }), iss: origins.as });
  const location = `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer.toString()}`;
  return { status: 302, fields: [['Location', location]], body: '' };
}

function push({ pushed }: Office, asked: Asked): Draft {
  const requestUri = `urn:ietf:params:oauth:request_uri:${randomText()}`;
  pushed.set(requestUri, asked.form);
  return jsonAnswer(201, { request_uri: requestUri, expires_in: 60 });
}

/** RFC 8628 §3.2. The user has agreed by the time of the first token request. */
function authorizeDevice({ devices, origins }: Office, { form }: Asked): Draft {
  const deviceCode = randomText();
  devices.set(deviceCode, { clientId: form.get('client_id') ?? '', scope: form.get('scope') ?? '' });
  const uri = { verification_uri: `${origins.as}/user`, user_code: 'ABCD-EFGH' };
  return jsonAnswer(200, { device_code: deviceCode, ...uri, expires_in: 60, interval: 1 });
}

function grantOf({ codes, refreshing, devices }: Office, { form }: Asked): Grant | undefined {
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const code = form.get('code') ?? '';
      const grant = codes.get(code);
      // A code is good for one use (RFC 6749 §4.1.2).
      codes.delete(code);
      return grant;
    }
    case 'refresh_token':
      return refreshing.get(form.get('refresh_token') ?? '');
    case urnGrants.deviceCode:
      return devices.get(form.get('device_code') ?? '');
    default:
      return { clientId: form.get('client_id') ?? 'client', scope: form.get('scope') ?? '' };
  }
}

function issue(office: Office, asked: Asked): Lawful {
  const { form, method, proof } = asked;
  if (method !== 'POST' || !form.has('grant_type')) return { draft: oauthError(400, 'invalid_request') };
  const grant = grantOf(office, asked);
  if (grant === undefined) return { draft: oauthError(400, 'invalid_grant') };
  const jkt = proof?.jkt;
  const token = accessToken(office, grant, jkt);
  const issued: Issued = { token, ...(jkt === undefined ? {} : { jkt }) };
  office.tokens.set(token, issued);
  const body = {
    access_token: token,
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetime,
    ...scopeOf(grant),
    ...moreOf(office, grant, form.get('grant_type')),
  };
  return { draft: jsonAnswer(200, body), issued };
}

/** RFC 8693 §2.2.1 names what has been issued. Where a user has agreed, there is more than an access token. */
function moreOf(office: Office, grant: Grant, grantType: string | null): object {
  if (grantType === urnGrants.exchange) return { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
  return grantType === 'client_credentials' ? {} : ofUser(office, grant);
}

const lifetime = 600;

function times(): { readonly iat: number; readonly exp: number } {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now, exp: now + lifetime };
}

function scopeOf({ scope }: Grant): object {
  return scope === '' ? {} : { scope };
}

function accessToken({ origins, mint }: Office, grant: Grant, jkt: string | undefined): string {
  const bound = jkt === undefined ? {} : { cnf: { jkt } };
  const base = { iss: origins.as, sub: 'user', aud: [origins.rs, origins.rs2], client_id: grant.clientId };
  return mint.accessToken({ ...base, ...times(), jti: randomText(), ...scopeOf(grant), ...bound });
}

/**
 * Where a user has agreed, there is a refresh token, and an ID Token if it was asked for. Scopes of profiles get the name of the
 * user as those have it: a DID in AT Protocol, a WebID in Solid.
 */
function ofUser({ origins, mint, refreshing }: Office, grant: Grant): object {
  const refreshToken = randomText();
  refreshing.set(refreshToken, grant);
  const { clientId, nonce } = grant;
  const account = hasScope(grant, 'atproto') ? { sub: 'did:web:user.example' } : {};
  if (!hasScope(grant, 'openid')) return { refresh_token: refreshToken, ...account };
  const person = hasScope(grant, 'webid') ? { webid: `${origins.as}/user#me` } : {};
  const asked = nonce === undefined ? {} : { nonce };
  const claims = { iss: origins.as, sub: 'user', aud: clientId, ...times(), ...person, ...asked };
  return { refresh_token: refreshToken, id_token: mint.idToken(claims), ...account };
}

function hasScope({ scope }: Grant, name: string): boolean {
  return scope.split(' ').includes(name);
}

function introspect({ tokens }: Office, { form }: Asked): Draft {
  const found = tokens.get(form.get('token') ?? '');
  if (found === undefined) return jsonAnswer(200, { active: false });
  return jsonAnswer(200, { active: true, token_type: 'DPoP', cnf: { jkt: found.jkt } });
}

/** @see https://www.rfc-editor.org/rfc/rfc8414.html#section-2 */
function metadataOf(issuer: string): Readonly<Record<string, unknown>> {
  const auth = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'];
  const algs = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'];
  return {
    issuer,
    authorization_endpoint: `${issuer}${asPaths.authorization}`,
    token_endpoint: `${issuer}${asPaths.token}`,
    pushed_authorization_request_endpoint: `${issuer}${asPaths.par}`,
    device_authorization_endpoint: `${issuer}${asPaths['device-authorization']}`,
    introspection_endpoint: `${issuer}${asPaths.introspection}`,
    jwks_uri: `${issuer}${asPaths.jwks}`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: clientGrantTypes,
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
    claims_supported: ['sub', 'webid'],
    client_id_metadata_document_supported: true,
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'read', 'atproto', 'webid', 'offline_access'],
    token_endpoint_auth_methods_supported: auth,
    token_endpoint_auth_signing_alg_values_supported: algs,
    introspection_endpoint_auth_methods_supported: auth,
    introspection_endpoint_auth_signing_alg_values_supported: algs,
    dpop_signing_alg_values_supported: listedAlgs,
    authorization_response_iss_parameter_supported: true,
  };
}

/** A token that says of its key what a posture wants. */
export function tokenWith(mint: Mint, cnf: 'none' | 'other-key', clientId: string): string {
  const now = Math.floor(Date.now() / 1000);
  const other = createHash('sha256').update('another key').digest('base64url');
  const bound = cnf === 'none' ? {} : { cnf: { jkt: other } };
  return mint.accessToken({ sub: 'user', client_id: clientId, iat: now, exp: now + 600, jti: randomText(), ...bound });
}
