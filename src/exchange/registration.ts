import type { Bench } from '../bench/bench.ts';
import { secretOf } from '../bench/bench.ts';
import type { Registered } from '../bench/registered.ts';
import { defined } from '../defined.ts';
import type { LawfulRequest, Pair } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { ClientDescriptor, clientAuthMethods, plainClient } from '../target/descriptor/client.ts';
import type { WireResponse } from '../wire/types.ts';
import { jsonBody } from '../verdict/answer.ts';
import { isSuccess } from '../verdict/outcome.ts';
import { headersOf } from './headers-of.ts';

/** More are not registered in one run. */
const mostClients = 16;

const noClientAuth = { fields: [], parameters: [] } as const;

/**
 * A request that registers a client for the plainest grant (RFC 7591 §3.1).
 * @throws Inapplicable where the descriptor does not allow it
 */
export function registrationRequest(bench: Bench): LawfulRequest {
  const { as } = bench.loaded.descriptor;
  const url = bench.as?.registration;
  if (url === undefined || as?.registration?.allowed !== true)
    throw new Inapplicable('the descriptor does not allow that clients are registered (as.registration.allowed)');
  if (bench.registered.length >= mostClients)
    throw new Inapplicable(`${mostClients} clients were registered already, and no run registers more`);
  const { initialAccessToken, metadata } = as.registration;
  const credentials: readonly Pair[] =
    initialAccessToken === undefined ? [] : [['Authorization', `Bearer ${secretOf(bench, initialAccessToken.env)}`]];
  const own = Object.entries(metadata).map(([name, value]) => [
    name,
    isSecret(value) ? secretOf(bench, value.env) : value,
  ]);
  return {
    role: 'as',
    method: 'POST',
    url,
    fields: [...headersOf(bench, as.headers), ...credentials, ['Content-Type', 'application/json']],
    json: { ...usualMetadata(bench), ...(Object.fromEntries(own) as Record<string, unknown>) },
    clientAuth: noClientAuth,
    proof: false,
  };
}

function isSecret(value: unknown): value is { readonly env: string } {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'env';
}

/** A client of a program, which needs no user and no redirect. */
function usualMetadata(bench: Bench): Readonly<Record<string, unknown>> {
  const supported = bench.as?.metadata?.['token_endpoint_auth_methods_supported'];
  const methods: readonly unknown[] = Array.isArray(supported) ? supported : [];
  const takesPost = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return {
    client_name: 'Proofmark: made for a test run, and may be deleted',
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: takesPost ? 'client_secret_post' : 'client_secret_basic',
    ...defined({ scope: modelOf(bench)?.scope }),
  };
}

/** The client of the descriptor whose scope and further parameters a registered one uses as well. */
function modelOf({ loaded }: Bench): ClientDescriptor | undefined {
  return plainClient(loaded.descriptor.as?.clients ?? []);
}

/** A request that reads what is registered (RFC 7592 §2.1). @throws Inapplicable where the server names no place for that */
export function readRequest(registered: Registered | undefined): LawfulRequest {
  const manage = registered?.manage;
  if (manage === undefined) throw new Inapplicable('the server gave no registration_client_uri (RFC 7592 §3)');
  const fields: readonly Pair[] = [
    ['Accept', 'application/json'],
    ['Authorization', `Bearer ${manage.token}`],
  ];
  return { role: 'as', method: 'GET', url: manage.url, fields, clientAuth: noClientAuth, proof: false };
}

/** Keeps a client that has come to be, so that it can be used and deleted, and masks its secrets. */
export function noteRegistered(bench: Bench, response: WireResponse): void {
  const body = isSuccess(response.status) ? jsonBody(response) : undefined;
  const id = body?.['client_id'];
  if (body === undefined || typeof id !== 'string') return;
  const members = ['client_secret', 'registration_access_token', 'registration_client_uri'] as const;
  const [secret, token, url] = members.map((name) => {
    const value = body[name];
    if (typeof value === 'string') bench.redactor.add(value, name);
    return typeof value === 'string' ? value : undefined;
  });
  const manage = token === undefined || url === undefined || !URL.canParse(url) ? undefined : { url, token };
  bench.registered.push({ id, ...defined({ client: describedAs(bench, id, body), secret, manage }) });
}

const grantTypes = ['client_credentials', 'authorization_code', 'refresh_token'] as const;

/** What is registered may be other than what was asked for (RFC 7591 §3.2.1). */
function describedAs(bench: Bench, id: string, body: Readonly<Record<string, unknown>>): ClientDescriptor | undefined {
  if (bench.loaded.descriptor.as?.clients.some((known) => known.id === id) === true) return undefined;
  const asked = { ...usualMetadata(bench), ...bench.loaded.descriptor.as?.registration?.metadata };
  const registered = (name: string): unknown => body[name] ?? asked[name];
  const auth = clientAuthMethods.find((method) => method === registered('token_endpoint_auth_method'));
  const named = registered('grant_types');
  const grants = grantTypes.filter((grant) => Array.isArray(named) && named.includes(grant));
  const uris = registered('redirect_uris');
  const { scope, resource, parameters, authorizationParameters } = modelOf(bench) ?? {};
  const parsed = ClientDescriptor.safeParse({
    id,
    auth,
    grants,
    secret: typeof body['client_secret'] === 'string' ? { env: secretName(bench) } : undefined,
    redirectUri: Array.isArray(uris) ? (uris as readonly unknown[])[0] : undefined,
    scope,
    resource,
    parameters,
    authorizationParameters,
  });
  return parsed.success && grants.some((grant) => grant !== 'refresh_token') ? parsed.data : undefined;
}

/** No variable of the environment has such a name in a descriptor, which its secrets are looked up by. */
function secretName({ registered }: Bench): string {
  return `__registered_${registered.length}`;
}
