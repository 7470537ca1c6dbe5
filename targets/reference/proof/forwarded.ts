import type { Defects } from '../defects.ts';

/** What fields of a request name in place of its own host, scheme, port, path and method. */
export interface Forwarded {
  readonly host?: string | undefined;
  readonly proto?: string | undefined;
  readonly port?: string | undefined;
  readonly prefix?: string | undefined;
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly gatewayHost?: string | undefined;
  readonly gatewayScheme?: string | undefined;
  /** A path, or a URL where the field has one. */
  readonly gatewayPath?: string | undefined;
  readonly scriptName?: string | undefined;
}

interface Named {
  readonly host: string | undefined;
  readonly forwarded: Forwarded;
}

/** The URI that a defect lets the client name. */
export function claimedUri(
  origin: string,
  path: string,
  { host, forwarded }: Named,
  defects: Defects,
): string | undefined {
  // The defect: a Host such as "host/a?" moves the real path into the query.
  if (defects.has('host-header-trusted')) return `http://${host ?? ''}${path}`;
  if (defects.has('original-url-trusted')) return forwarded.url;
  if (defects.has('forwarded-host-trusted')) return forwarded.host && `http://${forwarded.host}${path}`;
  if (defects.has('forwarded-proto-trusted')) return forwarded.proto && origin.replace('http', forwarded.proto) + path;
  if (defects.has('forwarded-port-trusted')) return forwarded.port && origin.replace(/\d+$/, forwarded.port) + path;
  if (defects.has('forwarded-prefix-trusted')) return forwarded.prefix && origin + forwarded.prefix + path;
  return claimedByGateway(origin, path, forwarded, defects);
}

function claimedByGateway(
  origin: string,
  path: string,
  { host, proto, gatewayHost, gatewayScheme, gatewayPath, scriptName }: Forwarded,
  defects: Defects,
): string | undefined {
  if (defects.has('gateway-host-trusted')) return gatewayHost && `http://${gatewayHost}${path}`;
  if (defects.has('gateway-scheme-trusted')) return gatewayScheme && origin.replace('http', gatewayScheme) + path;
  if (defects.has('gateway-path-trusted')) {
    if (scriptName !== undefined) return origin + scriptName + path;
    return gatewayPath?.startsWith('/') === true ? origin + gatewayPath : undefined;
  }
  if (defects.has('forwarded-set-trusted')) return proto && host && `${proto}://${host}${path}`;
  const [, port] = /:(\d+)$/.exec(host ?? '') ?? [];
  return defects.has('forwarded-host-port-trusted') && port !== undefined
    ? origin.replace(/\d+$/, port) + path
    : undefined;
}
