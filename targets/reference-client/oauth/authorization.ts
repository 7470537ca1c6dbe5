import { createHash, randomBytes } from 'node:crypto';
import { ClientError } from '../client-error.ts';
import { jsonObject } from '../http/message.ts';
import { newKey, type Key } from '../proof/keys.ts';
import type { Self } from '../self.ts';
import type { Session, Tokens } from '../session.ts';
import { neededText } from '../settings.ts';
import { freshKey } from './grants.ts';
import { keyOf } from './key.ts';
import { metadataOf } from './metadata.ts';
import { errorOf, jktOf, post, requestToken } from './token-request.ts';

export interface Wanted {
  readonly par: boolean;
  readonly dpopJkt: boolean;
}

type Form = Readonly<Record<string, string>>;

/** The URL to which the user is sent (RFC 6749 4.1.1, RFC 7636, RFC 9126, RFC 9449 10). */
export async function authorizationUrl(self: Self, session: Session, wanted: Wanted): Promise<URL> {
  const { authorizationEndpoint, requiresPar, algorithms } = await metadataOf(self, session);
  if (authorizationEndpoint === undefined)
    throw new ClientError('no_endpoint', 'the server has no authorization endpoint');
  const key = freshKey(self, session, algorithms);
  const form = requestForm(self, session);
  const isPushed = wanted.par || requiresPar;
  const isBound = wanted.dpopJkt || (isPushed && self.policy.par !== 'proof-and-asked');
  const bound: Form = isBound ? { dpop_jkt: jktOf(self.has, key, () => newKey(key.alg, self.has)) } : {};
  const url = new URL(authorizationEndpoint);
  const parameters = isPushed ? await pushed(self, session, { key, form, bound }) : { ...form, ...bound };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}

/** A new request: state, PKCE verifier and nonce are for it alone. */
function requestForm(self: Self, session: Session): Form {
  const { client, redirectUri = '', scope } = session.settings;
  const isOpenId = scope?.split(' ').includes('openid') ?? false;
  const usesNonce = isOpenId || self.has('oidc-nonce-in-proof') || self.has('dpop-nonce-in-request');
  const known = self.has('dpop-nonce-in-request') ? [...session.nonces.values()].at(-1) : undefined;
  const nonce = usesNonce ? (known ?? random()) : undefined;
  const verifier = self.has('verifier-short') ? random().slice(0, 20) : random();
  const pending = { state: random(), verifier, nonce };
  session.pending = pending;
  if (nonce !== undefined) session.traces.oidcNonce = nonce;
  return {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    state: pending.state,
    code_challenge: createHash('sha256').update(pending.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(scope === undefined ? {} : { scope }),
    ...(nonce === undefined ? {} : { nonce }),
    // OpenID Connect Core 11: without consent there is no offline access.
    ...(scope?.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
  };
}

interface Push {
  readonly key: Key;
  readonly form: Form;
  readonly bound: Form;
}

async function pushed(self: Self, session: Session, { key, form, bound }: Push): Promise<Form> {
  const { parEndpoint: url } = await metadataOf(self, session);
  if (url === undefined) throw new ClientError('no_endpoint', 'the server has no PAR endpoint');
  const inUrl = self.has('par-jkt-in-url');
  const answer = await post(self, session, {
    purpose: 'par',
    url,
    key: self.policy.par === 'jkt-alone' || self.has('par-without-proof') ? undefined : key,
    form: inUrl ? form : { ...form, ...bound },
  });
  if (answer.status !== 201 && answer.status !== 200) throw errorOf(answer);
  const requestUri = neededText(jsonObject(answer.body), 'request_uri');
  return { client_id: session.settings.client.id, request_uri: requestUri, ...(inUrl ? bound : {}) };
}

/** Redeems the code of a callback (RFC 6749 4.1.2 and 4.1.3, RFC 9207). */
export async function redeem(self: Self, session: Session, callback: URL): Promise<Tokens> {
  const { pending, settings } = session;
  const { givesIssuer, algorithms } = await metadataOf(self, session);
  const answer = callback.searchParams;
  if (pending === undefined || answer.get('state') !== pending.state)
    throw new ClientError('state_mismatch', 'the callback is for another request');
  const iss = answer.get('iss');
  if ((iss === null ? givesIssuer : iss !== settings.issuer) && !self.has('callback-issuer-unchecked'))
    throw new ClientError('issuer_mismatch', 'the callback is of another issuer (RFC 9207 2.4)');
  const error = answer.get('error');
  if (error !== null) throw new ClientError(error, answer.get('error_description') ?? 'the server refused');
  const form = {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: settings.redirectUri ?? '',
    code_verifier: pending.verifier,
  };
  const key = keyOf(self, session, algorithms);
  try {
    session.tokens = await requestToken(self, session, { purpose: 'authorization_code', key, form });
  } finally {
    delete session.pending;
  }
  return session.tokens;
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
