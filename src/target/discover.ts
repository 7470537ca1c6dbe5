import { printable } from '../document/printable.ts';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { Wire, WireExchange } from '../wire/types.ts';
import { isAllowedHost } from './allowed-hosts.ts';
import { failureTrouble } from './failure-trouble.ts';
import type { AuthorizationServerDescriptor } from './descriptor/as.ts';
import { fetchMetadata, oauthMetadataUrl, oidcMetadataUrl, resourceMetadataUrl, type Fetched } from './metadata.ts';

/** The endpoints of the authorization server, and the metadata they were found in. */
export type AsEndpoints = {
  readonly token: string;
  readonly par?: string;
  readonly authorization?: string;
  readonly introspection?: string;
  readonly jwks?: string;
  /** Where clients are registered (RFC 7591); never contacted unless the descriptor allows it. */
  readonly registration?: string;
  readonly metadata?: Record<string, unknown>;
  readonly metadataUrl?: string;
  /** `dpop_signing_alg_values_supported`, where it is a list of strings. */
  readonly algs?: readonly string[];
  /** The requests that were made to find the endpoints. */
  readonly exchanges: readonly WireExchange[];
};

export type DiscoverOptions = {
  /** Hosts that endpoints may be on (see `allowedHosts`); any host if absent. */
  readonly allowed?: readonly string[];
};

/**
 * Finds the endpoints. Explicit ones win; the others come from RFC 8414 or OpenID Connect metadata, whose issuer has to be
 * exactly the one named (RFC 8414 §3.3).
 * @throws HarnessError `ERR_TARGET_UNREACHABLE` where nothing answers, `ERR_TARGET_INVALID` where the answer is no usable
 * metadata
 */
export async function discover(
  as: AuthorizationServerDescriptor,
  wire: Wire,
  options: DiscoverOptions = {},
): Promise<AsEndpoints> {
  const fetched = await fetchCandidates(as, wire);
  const found = fetched.find(({ fault }) => fault === undefined);
  const optional = as.discovery === 'auto' && as.endpoints.token !== undefined;
  if (found === undefined && fetched.length > 0 && !optional) throw undiscovered(as, fetched);
  const endpoints = { ...discovered(found, as, options.allowed), ...named(as.endpoints) };
  const { token } = endpoints;
  if (token === undefined) throw noTokenEndpoint(found?.url);
  const metadata = found?.document;
  const algs = stringList(metadata?.['dpop_signing_alg_values_supported']);
  return {
    ...endpoints,
    token,
    ...defined({ metadata, metadataUrl: found?.url, algs, registration: registrationOf(as, metadata) }),
    exchanges: fetched.map(({ exchange }) => exchange),
  };
}

/**
 * Reads the metadata of a resource (RFC 9728), if it publishes any. A case judges whether its `resource` is the identifier
 * asked for (§3.3).
 */
export async function discoverResource(
  resource: string,
  wire: Wire,
): Promise<{
  readonly metadata?: Record<string, unknown>;
  readonly metadataUrl: string;
  readonly exchange: WireExchange;
}> {
  const metadataUrl = resourceMetadataUrl(resource);
  const { document: metadata, exchange } = await fetchMetadata(metadataUrl, wire);
  return { ...defined({ metadata }), metadataUrl, exchange };
}

async function fetchCandidates(as: AuthorizationServerDescriptor, wire: Wire): Promise<readonly Fetched[]> {
  const fetched: Fetched[] = [];
  for (const url of candidates(as)) {
    const answer = withIssuerCheck(await fetchMetadata(url, wire), as.issuer);
    fetched.push(answer);
    if (answer.fault === undefined) break;
  }
  return fetched;
}

function candidates(as: AuthorizationServerDescriptor): readonly string[] {
  if (as.issuer === undefined) return [];
  switch (as.discovery) {
    case 'auto':
      return [oauthMetadataUrl(as.issuer), oidcMetadataUrl(as.issuer)];
    case 'oauth':
      return [oauthMetadataUrl(as.issuer)];
    case 'oidc':
      return [oidcMetadataUrl(as.issuer)];
    case 'none':
      return [];
    default:
      return as.discovery satisfies never;
  }
}

/** RFC 8414 §3.3: metadata whose issuer is not identical to the one its URL was built from must not be used. */
function withIssuerCheck(fetched: Fetched, issuer: string | undefined): Fetched {
  if (fetched.document === undefined) return fetched;
  const stated = fetched.document['issuer'];
  if (stated === issuer) return fetched;
  const named = typeof stated === 'string' ? `says issuer "${printable(stated, 200)}"` : 'names no issuer';
  return { ...fetched, fault: `${named}, not "${issuer ?? ''}" (they must be identical, RFC 8414 §3.3)` };
}

function undiscovered(as: AuthorizationServerDescriptor, fetched: readonly Fetched[]): HarnessError {
  const headline = `no metadata found for issuer ${as.issuer ?? ''}`;
  const at = ['as', 'issuer'];
  const silent = fetched.map(({ url, exchange: { failure } }) =>
    failure === undefined ? undefined : { url, failure },
  );
  const [first] = silent;
  if (first !== undefined && silent.every((one) => one !== undefined)) {
    const { message, ...advice } = failureTrouble(first.url, first.failure, at);
    return new HarnessError('ERR_TARGET_UNREACHABLE', `${headline}\n  ${message}`, { advice });
  }
  const stated = fetched.map(({ document }) => document?.['issuer']).find((value) => typeof value === 'string');
  const faults = fetched.map(({ url, fault }) => `  ${url}: ${fault ?? ''}`);
  const fix =
    stated !== undefined
      ? `if that is the server you mean, write issuer: ${printable(stated, 200)}`
      : 'correct issuer: or set discovery: none and name endpoints:';
  const edit = stated === undefined ? undefined : { at, value: stated };
  return new HarnessError('ERR_TARGET_INVALID', [headline, ...faults].join('\n'), {
    advice: { at, fix, ...defined({ edit }) },
  });
}

const members = {
  token: 'token_endpoint',
  par: 'pushed_authorization_request_endpoint',
  authorization: 'authorization_endpoint',
  introspection: 'introspection_endpoint',
  jwks: 'jwks_uri',
} as const;

type Endpoints = { readonly [K in keyof typeof members]?: string };

function named(explicit: AuthorizationServerDescriptor['endpoints']): Endpoints {
  const { pushedAuthorizationRequest: par, registration: _registration, ...others } = explicit;
  return Object.fromEntries(Object.entries({ ...others, par }).filter(([, value]) => value !== undefined));
}

/** The endpoints that the metadata names and the descriptor does not. One error reports all that are wrong. */
function discovered(
  found: Fetched | undefined,
  as: AuthorizationServerDescriptor,
  allowed: readonly string[] | undefined,
): Endpoints {
  const explicit = named(as.endpoints);
  const stated = Object.entries(members).flatMap(([name, member]) => {
    const value = found?.document?.[member];
    return value === undefined || value === null || name in explicit ? [] : [{ name, member, value }];
  });
  const faults = stated.flatMap(({ member, value }) => endpointFault(member, value, allowed) ?? []);
  if (faults.length > 0) {
    throw new HarnessError('ERR_TARGET_INVALID', faults.map((fault) => `${found?.url ?? ''}: ${fault}`).join('\n'));
  }
  return Object.fromEntries(stated.map(({ name, value }) => [name, value]));
}

function endpointFault(member: string, value: unknown, allowed: readonly string[] | undefined): string | undefined {
  const parsed = typeof value === 'string' ? URL.parse(value) : null;
  if (typeof value !== 'string' || parsed === null || !/^https?:$/.test(parsed.protocol)) {
    const got = printable(JSON.stringify(value), 200);
    return `${member} is not an absolute http or https URL: ${got}; name the right one under as.endpoints`;
  }
  if (allowed === undefined || isAllowedHost(allowed, value)) return undefined;
  const host = printable(parsed.host);
  return `${member} is on ${host}, which the descriptor does not name; if requests may go there, add allow: ['${host}']`;
}

/** Not every run may register clients, so an endpoint on a host that the descriptor does not name stops none. */
function registrationOf(
  { endpoints }: AuthorizationServerDescriptor,
  metadata: Record<string, unknown> | undefined,
): string | undefined {
  const stated = metadata?.['registration_endpoint'];
  return endpoints.registration ?? (typeof stated === 'string' && URL.canParse(stated) ? stated : undefined);
}

function noTokenEndpoint(url: string | undefined): HarnessError {
  const where =
    url === undefined ? 'discovery is off or no issuer is named, and' : `${url} names no token_endpoint and`;
  return new HarnessError('ERR_TARGET_INVALID', `${where} the descriptor has no as.endpoints.token; name it there`);
}

function stringList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
