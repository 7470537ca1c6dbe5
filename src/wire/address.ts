/** Host name or IP address, without brackets, lower case. */
export type Destination = { readonly secure: boolean; readonly host: string; readonly port: number };

export type Address = Destination & {
  /** The host of the URL, which TLS asks for, even where the connection goes to another server. */
  readonly name: string;
  /** `host[:port]` as it stands in the URL: the lawful `Host` value. */
  readonly authority: string;
  /** Request target in origin form (RFC 9112 §3.2.1), byte for byte as the caller wrote it: nothing is normalised. */
  readonly target: string;
};

const absoluteUrl = /^(https?):\/\/([^\s/?#\\]+)([^#]*)/i;

/**
 * Splits an absolute http or https URL without normalising its path; `undefined` where it is no such URL. Userinfo and
 * fragment are never sent.
 */
export function addressOf(url: string): Address | undefined {
  const [, scheme, written, rest] = absoluteUrl.exec(url) ?? [];
  if (scheme === undefined || written === undefined || rest === undefined) return undefined;
  const authority = written.slice(written.lastIndexOf('@') + 1);
  const parsed = URL.parse(`${scheme}://${authority}/`);
  if (parsed?.pathname !== '/') return undefined;
  const secure = parsed.protocol === 'https:';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  return {
    secure,
    host,
    name: host,
    port: parsed.port === '' ? defaultPort(secure) : Number(parsed.port),
    authority,
    target: rest.startsWith('/') ? rest : `/${rest}`,
  };
}

/** The same address, with a connection to the origin `via`; `undefined` where that is no origin. */
export function addressVia(address: Address, via: string | undefined): Address | undefined {
  if (via === undefined) return address;
  const other = addressOf(via);
  return other && { ...address, secure: other.secure, host: other.host, port: other.port };
}

const defaultPort = (secure: boolean): number => (secure ? 443 : 80);

/** Whether a destination is allowed. Entries are `host` (any port) or `host:port`; IPv6 addresses stand in brackets. */
export function createAllowList(entries: readonly string[]): (destination: Destination) => boolean {
  const allowed = new Set(entries.map((entry) => entry.toLowerCase()));
  return ({ host, port }) => {
    const name = host.includes(':') ? `[${host}]` : host;
    return allowed.has(name) || allowed.has(`${name}:${port}`);
  };
}
