import { HarnessError } from '../errors.ts';
import { makeKey, type ProofKey, randomText } from '../proof/keys.ts';
import type { ClientDescriptor } from '../target/descriptor.ts';
import type { IssuedToken, Issuer } from '../target/issuer.ts';
import { jsonBody } from '../verdict/answer.ts';
import type { Bench } from './bench.ts';
import type { RefreshTokens } from './lawful.ts';
import { send, type Sent } from './send.ts';
import type { Session } from './session.ts';

/** Access tokens from the authorization server on this bench, by plain lawful token requests. */
export function asIssuer(bench: Bench, clientId?: string): Issuer {
  const clients = bench.loaded.descriptor.as?.clients ?? [];
  const client =
    clients.find(({ id }) => id === clientId) ??
    clients.find(({ grants }) => grants.includes('client_credentials')) ??
    clients[0];
  const issue = (key: ProofKey, withProof: boolean): Promise<IssuedToken | undefined> =>
    issueToken(bench, client, key, withProof);
  const plain = async (): Promise<IssuedToken | undefined> => issue(await makeKey('ES256'), false);
  return {
    bound: (key) => issue(key, true),
    sibling: (key) => issue(key, true),
    unbound: () => plain().catch(() => undefined),
    supports: (alg) => bench.as?.algs?.includes(alg) ?? true,
    close: async () => {},
  };
}

async function issueToken(
  bench: Bench,
  client: ClientDescriptor | undefined,
  key: ProofKey,
  withProof: boolean,
): Promise<IssuedToken | undefined> {
  if (client === undefined) return undefined;
  const grant = client.grants.includes('client_credentials') ? 'client_credentials' : 'authorization_code';
  const session = bareSession(key, client, grant);
  const sent = await sendSetup(bench, session, withProof);
  const body = sent.exchange.response === undefined ? undefined : jsonBody(sent.exchange.response);
  const accessToken = body?.['access_token'];
  if (sent.outcome.class !== 'accepted' || typeof accessToken !== 'string') {
    if (!withProof) return undefined;
    throw new HarnessError(
      'ERR_TOKEN_REQUEST',
      `${bench.as?.token ?? 'token endpoint'}: no access token for client ${client.id}: ${sent.outcome.text}${describe(body)}`,
    );
  }
  if (!withProof && String(body?.['token_type']).toLowerCase() === 'dpop') return undefined;
  const expiresIn = body?.['expires_in'];
  return { accessToken, ...(typeof expiresIn === 'number' ? { expiresAt: Date.now() + expiresIn * 1000 } : {}) };
}

function describe(body: Readonly<Record<string, unknown>> | undefined): string {
  const description = body?.['error_description'];
  return typeof description === 'string' ? ` (${description.slice(0, 200)})` : '';
}

function bareSession(key: ProofKey, client: ClientDescriptor, grant: NonNullable<Session['grant']>): Session {
  return {
    id: randomText(6),
    key,
    client,
    grant,
    token: () => Promise.resolve(undefined),
    otherKey: () => Promise.resolve(key),
  };
}

async function sendSetup(bench: Bench, session: Session, withProof: boolean): Promise<Sent> {
  const ops = withProof ? [] : [{ op: 'dpop-lines', lines: 'absent' } as const];
  const order = {
    instance: 'setup',
    purpose: 'setup',
    place: 'token',
    session,
    ops,
    delta: ops,
    earlier: new Map(),
    answerChallenges: true,
  } as const;
  return send(bench, order, refreshTokens(bench));
}

/** Refresh tokens by way of an authorization code, redeemed with the session's key. */
export function refreshTokens(bench: Bench): RefreshTokens {
  return async (session) => {
    const sent = await sendSetup(bench, { ...session, grant: 'authorization_code' }, true);
    const token =
      sent.exchange.response === undefined ? undefined : jsonBody(sent.exchange.response)?.['refresh_token'];
    if (typeof token === 'string') return token;
    const client = session.client?.id ?? '';
    throw new HarnessError(
      'ERR_TOKEN_REQUEST',
      `${bench.as?.token ?? ''}: the code of client ${client} gave no refresh token (${sent.outcome.text})`,
    );
  };
}
