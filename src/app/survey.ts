import * as z from 'zod';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import { printable } from '../document/printable.ts';
import { hostAndPort } from '../target/allowed-hosts.ts';
import { AuthorizationServerDescriptor } from '../target/descriptor/as.ts';
import { discover, discoverResource, type AsEndpoints } from '../target/discover.ts';
import { failureTrouble } from '../target/failure-trouble.ts';
import { createWire } from '../wire/client.ts';
import type { Wire } from '../wire/types.ts';

/** The facts that the servers publish about themselves. */
export type Survey = {
  readonly issuer?: string;
  readonly endpoints?: AsEndpoints;
  /** A URL of the resource server. */
  readonly resource?: string;
  /** The identifier of RFC 9728, if the resource publishes metadata for it. */
  readonly resourceIdentifier?: string;
  /** Notes for the user about facts that could not be found. */
  readonly remarks: readonly string[];
};

type Given = {
  readonly issuer?: string;
  readonly resource?: string;
  readonly url?: string;
  /** PEM of a trust anchor beside those of the system. */
  readonly ca?: string;
};

/** Looks up a target by its issuer, or by a resource whose metadata names the issuer. Only metadata is read. */
export async function survey(given: Given): Promise<Survey> {
  const resource = given.resource === undefined ? undefined : await surveyResource(given.resource, given.ca);
  const issuer = given.issuer ?? given.url ?? resource?.issuer;
  if (issuer === undefined) {
    return {
      ...resource?.found,
      remarks: ['no metadata of the resource names its authorization server: only the resource server is described'],
    };
  }
  try {
    return { issuer, endpoints: await discoverAt(issuer, given.ca), ...resource?.found, remarks: [] };
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code === 'ERR_TARGET_UNREACHABLE') throw error;
    if (given.issuer !== undefined) {
      return { issuer, ...resource?.found, remarks: [error.message, 'fill in as.endpoints by hand'] };
    }
    const other = given.url === undefined ? undefined : await surveyResource(given.url, given.ca);
    if (other?.issuer === undefined) throw error;
    return { issuer: other.issuer, endpoints: await discoverAt(other.issuer, given.ca), ...other.found, remarks: [] };
  }
}

async function discoverAt(issuer: string, ca?: string): Promise<AsEndpoints> {
  const client = { id: 'none', auth: 'none', grants: ['client_credentials'] };
  const as = AuthorizationServerDescriptor.parse({ issuer, clients: [client] });
  return over({ url: issuer, ca }, (wire) => discover(as, wire));
}

type ResourceSurvey = {
  readonly issuer?: string;
  readonly found: { readonly resource: string; readonly resourceIdentifier?: string };
};

async function surveyResource(resource: string, ca?: string): Promise<ResourceSurvey> {
  const { metadata, metadataUrl, exchange } = await over({ url: resource, ca }, (wire) =>
    discoverResource(resource, wire),
  );
  if (exchange.failure !== undefined) {
    const { message, said = '', fix = '' } = failureTrouble(metadataUrl, exchange.failure, []);
    throw new HarnessError('ERR_TARGET_UNREACHABLE', `${message} (${said})`, { advice: { fix } });
  }
  const issuer = Servers.safeParse(metadata?.['authorization_servers']).data?.[0];
  const identified = metadata?.['resource'] === resource ? { resourceIdentifier: resource } : {};
  return { ...(issuer !== undefined && isHttpUrl(issuer) ? { issuer } : {}), found: { resource, ...identified } };
}

const Servers = z.array(z.string());

type Server = { readonly url: string; readonly ca: string | undefined };

async function over<T>({ url, ca }: Server, use: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = createWire({
    ...defined({ ca }),
    allowedHosts: [hostAndPort(url)],
    timeoutMs: 10_000,
    maxBodyBytes: 1_048_576,
    maxFieldBytes: 65_536,
    connections: 1,
  });
  try {
    return await use(wire);
  } finally {
    await wire.close();
  }
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\/[^/\s]/.test(value) && URL.canParse(value);
}

/** @throws HarnessError `ERR_USAGE` */
export function checkedUrl(value: string, what: string): string {
  if (isHttpUrl(value)) return value;
  const guess = isHttpUrl(`https://${value}`) ? `; write https://${printable(value)}` : '';
  throw new HarnessError('ERR_USAGE', `${what} "${printable(value)}" is no http or https URL${guess}`);
}
