import { createHash } from 'node:crypto';
import { type Asked, asPaths } from '../asked.ts';
import { type Mint, randomText } from '../mint.ts';
import { type Draft, type Issued, jsonAnswer, type Lawful, listedAlgs, oauthError } from './answer.ts';

/** The URLs under which a client reaches the servers. */
export type Origins = { readonly as: string; readonly rs: string; readonly rs2: string; readonly foreign: string };

type Grant = {
  readonly clientId: string;
  readonly scope: string;
  readonly nonce?: string;
  readonly redirectUri: string;
};

/** A lawful authorization server without users: whoever is asked agrees at once. Secrets, proofs and verifiers are not checked. */
export type AuthorizationServer = {
  readonly answer: (asked: Asked) => Lawful;
  /** What it has issued, with the thumbprint of the key. */
  readonly tokens: ReadonlyMap<string, Issued>;
};

export function createAuthorizationServer(origins: Origins, mint: Mint): AuthorizationServer {
  const codes = new Map<string, Grant>();
  const pushed = new Map<string, URLSearchParams>();
  const refreshing = new Map<string, Grant>();
  const tokens = new Map<string, Issued>();

  const authorize = (asked: Asked): Draft => {
    const requestUri = asked.query.get('request_uri');
    const parameters = (requestUri === null ? undefined : pushed.get(requestUri)) ?? asked.query;
    const redirectUri = parameters.get('redirect_uri');
    if (redirectUri === null) return oauthError(400, 'invalid_request', 'there is no redirect_uri');
    const code = randomText();
    const nonce = parameters.get('nonce');
    codes.set(code, {
      clientId: parameters.get('client_id') ?? '',
      scope: parameters.get('scope') ?? '',
      redirectUri,
      ...(nonce === null ? {} : { nonce }),
    });
    const state = parameters.get('state');
    const answer = new URLSearchParams({ code, ...(state === null ? {} : { state }), iss: origins.as });
    return {
      status: 302,
      fields: [['Location', `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer.toString()}`]],
      body: '',
    };
  };

  const push = (asked: Asked): Draft => {
    const requestUri = `urn:ietf:params:oauth:request_uri:${randomText()}`;
    pushed.set(requestUri, asked.form);
    return jsonAnswer(201, { request_uri: requestUri, expires_in: 60 });
  };

  const grantOf = ({ form }: Asked): Grant | undefined => {
    const base = { clientId: form.get('client_id') ?? 'client', scope: form.get('scope') ?? '', redirectUri: '' };
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
      default:
        return base;
    }
  };

  const issue = (asked: Asked): Lawful => {
    if (asked.method !== 'POST' || !asked.form.has('grant_type')) return { draft: oauthError(400, 'invalid_request') };
    const grant = grantOf(asked);
    if (grant === undefined) return { draft: oauthError(400, 'invalid_grant') };
    const jkt = asked.proof?.jkt;
    const now = Math.floor(Date.now() / 1000);
    const common = { iss: origins.as, sub: 'user', iat: now, exp: now + 600 };
    const bound = jkt === undefined ? {} : { cnf: { jkt } };
    const scope = grant.scope === '' ? {} : { scope: grant.scope };
    const aud = [origins.rs, origins.rs2];
    const token = mint.accessToken({
      ...common,
      aud,
      client_id: grant.clientId,
      jti: randomText(),
      ...scope,
      ...bound,
    });
    const issued: Issued = { token, ...(jkt === undefined ? {} : { jkt }) };
    tokens.set(token, issued);
    const isByCode = asked.form.get('grant_type') !== 'client_credentials';
    const refreshToken = isByCode ? randomText() : undefined;
    if (refreshToken !== undefined) refreshing.set(refreshToken, grant);
    const isOpenId = / openid /.test(` ${grant.scope} `) && isByCode;
    const nonce = grant.nonce === undefined ? {} : { nonce: grant.nonce };
    const idToken = isOpenId ? { id_token: mint.idToken({ ...common, aud: grant.clientId, ...nonce }) } : {};
    const body = {
      access_token: token,
      token_type: jkt === undefined ? 'Bearer' : 'DPoP',
      expires_in: 600,
      ...scope,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      ...idToken,
    };
    return { draft: jsonAnswer(200, body), issued };
  };

  const introspect = ({ form }: Asked): Draft => {
    const found = tokens.get(form.get('token') ?? '');
    return jsonAnswer(
      200,
      found === undefined ? { active: false } : { active: true, token_type: 'DPoP', cnf: { jkt: found.jkt } },
    );
  };

  const answer = (asked: Asked): Lawful => {
    switch (asked.at) {
      case 'metadata':
        return { draft: jsonAnswer(200, metadataOf(origins.as)) };
      case 'jwks':
        return { draft: jsonAnswer(200, mint.jwks()) };
      case 'authorization':
        return { draft: authorize(asked) };
      case 'par':
        return { draft: push(asked) };
      case 'token':
        return issue(asked);
      case 'introspection':
        return { draft: introspect(asked) };
      default:
        return { draft: oauthError(404, 'not_found') };
    }
  };
  return { answer, tokens };
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
    introspection_endpoint: `${issuer}${asPaths.introspection}`,
    jwks_uri: `${issuer}${asPaths.jwks}`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
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
