import { createHash } from 'node:crypto';
import { ClientError } from '../client-error.ts';
import type { Attempt, Content, Purpose } from '../attempt.ts';
import { exchange } from '../exchange.ts';
import { jsonObject, valueOf, type Answer } from '../http/message.ts';
import { thumbprint, type Key } from '../proof/keys.ts';
import type { Self } from '../self.ts';
import type { Session, Tokens } from '../session.ts';
import { text } from '../settings.ts';
import { authenticate } from './client-auth.ts';
import { metadataOf } from './metadata.ts';

type Form = Readonly<Record<string, string>>;

export interface Posting {
  readonly purpose: Purpose;
  readonly url: URL;
  readonly key: Key | undefined;
  readonly form: Form;
}

/** Posts a form to the authorization server, with client authentication and a proof. */
export async function post(self: Self, session: Session, posting: Posting): Promise<Answer> {
  const { form, ...rest } = posting;
  const first = authenticate(session.settings);
  const content = (isRetry: boolean): Content => {
    const shown = isRetry && !self.has('assertion-sent-again') ? authenticate(session.settings) : first;
    const body = Buffer.from(new URLSearchParams({ ...form, ...shown.form }).toString());
    const lines = [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Accept', 'application/json'],
    ] as const;
    return { lines: [...lines, ...shown.lines], body };
  };
  const attempt: Attempt = { ...rest, role: 'as', method: 'POST', content };
  const answer = await exchange(self, session, attempt);
  const target = valueOf(answer, 'location');
  if (![307, 308].includes(answer.status) || target === undefined || !self.has('token-redirect-followed'))
    return answer;
  return exchange(self, session, { ...attempt, url: new URL(target, attempt.url) });
}

/** RFC 6749 5.1 and 5.2, RFC 9449 5. */
export async function requestToken(self: Self, session: Session, posting: Omit<Posting, 'url'>): Promise<Tokens> {
  const { tokenEndpoint: url } = await metadataOf(self, session);
  const answer = await post(self, session, { ...posting, url });
  const members = jsonObject(answer.body);
  if (answer.status !== 200) throw errorOf(answer);
  const accessToken = text(members, 'access_token');
  if (accessToken === undefined) throw new ClientError('invalid_response', 'the answer has no access_token');
  checkNonce(session, text(members, 'id_token'));
  const type = typeOf(self, session, text(members, 'token_type') ?? '');
  if (type === 'DPoP') checkBinding(self, accessToken, posting.key);
  session.traces.firstToken ??= accessToken;
  return { accessToken, type, refreshToken: text(members, 'refresh_token') ?? session.tokens?.refreshToken };
}

export function errorOf(answer: Answer): ClientError {
  const members = jsonObject(answer.body);
  const code = text(members, 'error') ?? `http_${String(answer.status)}`;
  return new ClientError(code, text(members, 'error_description') ?? `the server answered ${String(answer.status)}`);
}

/** RFC 9449 5: a client that needs a bound token discards every other one. The type has no case (RFC 6749 5.1). */
function typeOf({ has }: Self, { settings }: Session, given: string): Tokens['type'] {
  if (has('token-type-unread')) return 'DPoP';
  const type = given.toLowerCase();
  if (type === 'dpop' && (given === 'DPoP' || !has('token-type-exact'))) return 'DPoP';
  if (type === 'bearer' && (!settings.requireDpop || has('bearer-token-used'))) return 'Bearer';
  throw new ClientError('token_type', `the token is of type ${given}, not DPoP`);
}

/** A client need not read its token. Where this one does, an unbound token is not used. */
function checkBinding({ has, policy }: Self, accessToken: string, key: Key | undefined): void {
  if (key === undefined || !(policy.tokenRead || has('token-binding-demanded'))) return;
  const [, payload, ...rest] = accessToken.split('.');
  if (payload === undefined || rest.length !== 1) return;
  const { cnf } = jsonObject(Buffer.from(payload, 'base64url').toString());
  const jkt = (cnf as { readonly jkt?: unknown } | undefined)?.jkt;
  if (jkt !== thumbprint(key.publicJwk)) throw new ClientError('token_binding', 'the token is bound to no key of ours');
}

/** OpenID Connect Core 3.1.3.7. It has nothing to do with the nonces of proofs (RFC 9449 9). */
function checkNonce({ pending }: Session, idToken: string | undefined): void {
  if (idToken === undefined || pending?.nonce === undefined) return;
  const { nonce } = jsonObject(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
  if (nonce !== pending.nonce) throw new ClientError('nonce_mismatch', 'the ID Token is for another request');
}

/** RFC 9449 10. */
export function jktOf(has: Self['has'], { publicJwk, alg }: Key, stranger: () => Key): string {
  const hash = createHash('sha256');
  if (has('jkt-of-all-members')) return hash.update(JSON.stringify({ alg, ...publicJwk })).digest('base64url');
  if (has('jkt-hex')) return Buffer.from(thumbprint(publicJwk), 'base64url').toString('hex');
  return thumbprint(has('jkt-of-other-key') ? stranger().publicJwk : publicJwk);
}
