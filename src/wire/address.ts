/** Host name or IP address, without brackets, lower case. */
export type Destination = { readonly secure: boolean; readonly host: string; readonly port: number };

export type Address = Destination & {
  /** Of the URL, also where the connection goes elsewhere: the name that TLS asks for. */
  readonly name: string;
  /** `host[:port]` as it stands in the URL: the lawful `Host` value. */
  readonly authority: string;
  /** Request target in origin form, byte for byte as the caller wrote it: no dot segments removed, nothing re-encoded. */
  readonly target: string;
};

const absoluteUrl = /^(https?):\/\/([^\s/?#\\]+)([^#]*)/i;

/** Splits an absolute URL without normalising its path; `undefined` when it is none. Userinfo and fragment never go out. */
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

/** The same request, sent to another server than the one its URL names. */
export function addressVia(address: Address, via: string | undefined): Address | undefined {
  if (via === undefined) return address;
  const other = addressOf(via);
  return other && { ...address, secure: other.secure, host: other.host, port: other.port };
}

const defaultPort = (secure: boolean): number => (secure ? 443 : 80);

/** Entries are `host` (any port) or `host:port`; IPv6 addresses in brackets. */
export function createAllowList(entries: readonly string[]): (destination: Destination) => boolean {
  const allowed = new Set(entries.map((entry) => entry.toLowerCase()));
  return ({ host, port }) => {
    const name = host.includes(':') ? `[${host}]` : host;
    return allowed.has(name) || allowed.has(`${name}:${port}`);
  };
}
