import { defined } from '../defined.ts';
import type { LawfulRequest, Pair } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { ClientDescriptor } from '../target/descriptor/client.ts';
import type { ResourceDescriptor } from '../target/descriptor/rs.ts';
import { printedBy } from '../target/run-program.ts';
import type { Bench } from '../bench/bench.ts';
import { authorizationEndpoint } from './authorization-endpoint.ts';
import { authenticate } from './client-auth.ts';
import { headersOf } from './headers-of.ts';
import { readRequest, registrationRequest } from './registration.ts';
import type { Site } from '../bench/site.ts';

export type Lawful = { readonly request: LawfulRequest; readonly assertion?: string };

const none = { fields: [], parameters: [] } as const;
const accept: Pair = ['Accept', 'application/json'];

/** A request that a correct server accepts at the place of the plan, with this grant. */
export async function lawfulRequest(site: Site, grant: readonly Pair[]): Promise<Lawful> {
  const { bench, place, session } = site;
  switch (place) {
    case 'resource':
      return { request: await resourceRequest(bench, required(session.resource, 'resource')) };
    case 'metadata':
      return { request: documentRequest('as', required(bench.as?.metadataUrl, 'authorization server metadata')) };
    case 'registration':
      return { request: registrationRequest(bench) };
    case 'client-configuration':
      return { request: readRequest(session.registered) };
    case 'resource-metadata':
      return { request: documentRequest('rs', required(bench.rsMetadata?.url, 'resource metadata')) };
    case 'token':
    case 'par':
    case 'introspection': {
      const call = place === 'introspection' ? await introspectionCall(site) : clientCall(place, site, grant);
      return authenticated(bench, call);
    }
    case 'authorization':
      return { request: authorizationPage(authorizationEndpoint(bench), grant) };
    default:
      place satisfies never;
      throw new TypeError('no such place');
  }
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Inapplicable(`the target has no ${what}`);
  return value;
}

/** What a client sends to an endpoint at which it authenticates. */
type Call = {
  readonly url: string;
  readonly client: ClientDescriptor;
  readonly parameters: readonly Pair[];
  readonly proof: boolean;
};

function clientCall(place: 'token' | 'par', { bench, session }: Site, parameters: readonly Pair[]): Call {
  const what = place === 'token' ? 'token endpoint' : 'pushed authorization request endpoint';
  const url = required(bench.as?.[place], what);
  return { url, client: required(session.client, 'client'), parameters, proof: true };
}

/** RFC 7662 §2.1: the introspection client of the descriptor asks about the session's own token. */
async function introspectionCall({ bench, session }: Site): Promise<Call> {
  const url = required(bench.as?.introspection, 'introspection endpoint');
  const { as } = bench.loaded.descriptor;
  const caller = as?.clients.find(({ id, auth }) =>
    as.introspectionClient === undefined ? auth !== 'none' : id === as.introspectionClient,
  );
  const token = required(await session.token('own'), 'access token to introspect');
  return { url, client: required(caller, 'confidential client'), parameters: [['token', token]], proof: false };
}

async function resourceRequest(bench: Bench, resource: ResourceDescriptor): Promise<LawfulRequest> {
  const type = resource.contentType ?? (resource.body === undefined ? undefined : 'application/x-www-form-urlencoded');
  return {
    role: 'rs',
    method: resource.method,
    url: resource.url,
    fields: [...headersOf(bench, resource.headers), ...(type === undefined ? [] : [['Content-Type', type] as const])],
    ...defined({ body: await bodyFor(bench, resource) }),
    clientAuth: none,
    proof: true,
  };
}

/** The body that the descriptor holds, or a new one from its command. */
async function bodyFor({ loaded }: Bench, { method, url, body }: ResourceDescriptor): Promise<string | undefined> {
  if (body === undefined || typeof body === 'string') return body;
  return printedBy({ ...body, of: 'body', cwd: loaded.directory }, JSON.stringify({ method, url }));
}

function documentRequest(role: 'as' | 'rs', url: string): LawfulRequest {
  return { role, method: 'GET', url, fields: [accept], clientAuth: none, proof: false };
}

/** The page that the user is sent to (RFC 6749 §4.1.1). */
function authorizationPage(url: string, form: readonly Pair[]): LawfulRequest {
  return { role: 'as', method: 'GET', url, fields: [], form, formIn: 'query', clientAuth: none, proof: false };
}

async function authenticated(bench: Bench, { url, client, parameters, proof }: Call): Promise<Lawful> {
  const credentials = await authenticate(bench, client, url);
  const known = new Set(parameters.map(([name]) => name));
  const form = [...parameters, ...credentials.parameters.filter(([name]) => !known.has(name))];
  const request: LawfulRequest = {
    role: 'as',
    method: 'POST',
    url,
    fields: [...headersOf(bench, bench.loaded.descriptor.as?.headers), ...credentials.fields],
    form,
    clientAuth: credentials.names,
    proof,
  };
  return { request, ...defined({ assertion: credentials.assertion }) };
}
