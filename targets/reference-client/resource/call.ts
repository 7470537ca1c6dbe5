import { ClientError } from '../client-error.ts';
import type { Attempt, Content } from '../attempt.ts';
import { exchange } from '../exchange.ts';
import { readChallenges } from '../http/challenges.ts';
import { valuesOf, type Answer, type Lines } from '../http/message.ts';
import { safeUrl } from '../http/safe.ts';
import { clientCredentials } from '../oauth/grants.ts';
import type { Self } from '../self.ts';
import type { Session, Tokens } from '../session.ts';
import { checkResource } from './metadata.ts';
import { redirected } from './redirects.ts';

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly lines: Lines;
  readonly body: string | undefined;
  /** The body comes from a stream, which can be read once. */
  readonly stream: boolean;
}

/** One request to a resource, with a token and a proof for it (RFC 9449 7). Answers its status. */
export async function call(self: Self, session: Session, wanted: Call): Promise<number> {
  if (self.policy.resourceMetadata === 'read') await checkResource(self, session, wanted.url);
  const answer = await callOnce(self, session, wanted);
  const challenges = readChallenges(valuesOf(answer, 'www-authenticate'));
  const isStale = challenges.some(({ parameters }) => parameters.get('error')?.value === 'invalid_token');
  if (answer.status === 401 && isStale && self.policy.renewal) {
    await clientCredentials(self, session);
    return (await callOnce(self, session, wanted)).status;
  }
  return answer.status;
}

async function callOnce(self: Self, session: Session, wanted: Call): Promise<Answer> {
  const attempt = attemptFor(self, session, wanted);
  const answer = await redirected(self, session, attempt, await exchange(self, session, attempt));
  const schemes = readChallenges(valuesOf(answer, 'www-authenticate')).map(({ scheme }) => scheme);
  const isBearerAlone = schemes.includes('bearer') && !schemes.includes('dpop');
  if (answer.status !== 401 || !isBearerAlone || !self.has('downgraded-to-bearer')) return answer;
  return exchange(self, session, { ...attempt, key: undefined });
}

function attemptFor(self: Self, session: Session, wanted: Call): Attempt {
  const { tokens, settings, key } = session;
  if (tokens === undefined) throw new ClientError('no_token', 'there is no access token');
  if (tokens.type === 'DPoP' && key === undefined) throw new ClientError('no_key', 'the key of the token is gone');
  const url = safeUrl(wanted.url, settings.issuer);
  url.username = '';
  url.password = '';
  if (self.has('token-in-query-too')) url.searchParams.set('access_token', tokens.accessToken);
  return {
    role: 'rs',
    purpose: 'resource',
    method: wanted.method,
    url,
    key: tokens.type === 'DPoP' ? key : undefined,
    accessToken: tokens.accessToken,
    content: contentOf(self, wanted, tokens),
  };
}

/** A stream is read once, and kept, so that all of it can be sent again. */
function contentOf(self: Self, { lines, body, stream, method }: Call, { accessToken }: Tokens): Attempt['content'] {
  const all = body === undefined ? undefined : Buffer.from(body);
  return (isRetry): Content => {
    if (self.has('token-in-body-too') && method === 'POST') return formWith(lines, accessToken);
    if (all === undefined) return { lines };
    const isDrained = stream && isRetry && self.has('stream-sent-empty');
    return { lines, body: isDrained ? Buffer.alloc(0) : all, chunked: stream };
  };
}

function formWith(lines: Lines, accessToken: string): Content {
  const others = lines.filter(([name]) => name.toLowerCase() !== 'content-type');
  const body = Buffer.from(new URLSearchParams({ access_token: accessToken }).toString());
  return { lines: [...others, ['Content-Type', 'application/x-www-form-urlencoded']], body };
}
