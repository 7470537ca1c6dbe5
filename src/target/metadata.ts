import * as z from 'zod';
import { printable } from '../document/printable.ts';
import type { Wire, WireExchange } from '../wire/types.ts';

/** A metadata URL and its answer: a JSON object, or a fault. */
export type Fetched = {
  readonly url: string;
  readonly exchange: WireExchange;
  readonly document?: Record<string, unknown>;
  readonly fault?: string;
};

/** RFC 8414 §3.1: the well-known part stands between host and path, and a terminating slash is removed. */
export function oauthMetadataUrl(issuer: string): string {
  const { origin, path } = split(issuer);
  return `${origin}/.well-known/oauth-authorization-server${path.replace(/\/$/, '')}`;
}

/** OpenID Connect Discovery 1.0 §4.1: the well-known part follows the path, whose terminating slash is removed. */
export function oidcMetadataUrl(issuer: string): string {
  const { origin, path } = split(issuer);
  return `${origin}${path.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** RFC 9728 §3.1: as in RFC 8414, but only a slash right after the host is removed, and a query stays. */
export function resourceMetadataUrl(resource: string): string {
  const { origin, path, query } = split(resource);
  return `${origin}/.well-known/oauth-protected-resource${path === '/' ? '' : path}${query}`;
}

/** The members of `signed_metadata` win over the plain ones (RFC 9728 §2.2). Its signature is not checked here. */
export function effectiveMetadata(
  document: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const signed = document?.['signed_metadata'];
  if (typeof signed !== 'string') return document;
  return { ...document, ...jsonObject(Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString('utf8')) };
}

/** Never throws for what the server does: a bad answer is a `fault`. */
export async function fetchMetadata(url: string, wire: Wire): Promise<Fetched> {
  const exchange = await wire.send({ method: 'GET', url, fields: [['Accept', 'application/json']] });
  const { response, failure } = exchange;
  if (response === undefined)
    return {
      url,
      exchange,
      fault: failure === undefined ? 'no answer' : `${failure.kind}: ${printable(failure.message, 200)}`,
    };
  if (response.status >= 300 && response.status <= 399)
    return { url, exchange, fault: `answered ${response.status}${target(response.fields)}` };
  if (response.status !== 200) return { url, exchange, fault: `answered ${response.status}` };
  const document = jsonObject(response.body);
  return document === undefined
    ? { url, exchange, fault: 'answered 200, but not with a JSON object' }
    : { url, exchange, document };
}

function target(fields: readonly (readonly [string, string])[]): string {
  const location = fields.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return location === undefined ? '' : ` to ${printable(location, 200)}; redirects are not followed`;
}

/** Splits a URL as it is written: `URL` would normalise the path, and the identifier has to stay byte for byte. */
function split(url: string): { readonly origin: string; readonly path: string; readonly query: string } {
  const [, origin = '', path = '', query = ''] = /^(https?:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  return { origin, path, query };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
