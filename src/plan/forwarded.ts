/**
 * Names under which proxies, gateways and frameworks report what the client asked for, each with the part of the request
 * that it names. `prefix`: the beginning of the path. Some fields can name several parts, and stand here once for each.
 */
export const forwardedParts = {
  'x-forwarded-host': 'host',
  forwarded: 'host',
  'x-original-url': 'host',
  'x-rewrite-url': 'host',
  'x-original-host': 'host',
  'x-forwarded-server': 'host',
  'x-host': 'host',
  'x-http-host-override': 'host',
  // X-Forwarded-Host beside the other fields that usually come with it.
  'x-forwarded-together': 'host',
  'x-forwarded-proto': 'scheme',
  'forwarded-proto': 'scheme',
  'x-forwarded-scheme': 'scheme',
  'x-forwarded-protocol': 'scheme',
  'x-forwarded-ssl': 'scheme',
  'front-end-https': 'scheme',
  'x-url-scheme': 'scheme',
  'x-scheme': 'scheme',
  'x-forwarded-port': 'port',
  'forwarded-port': 'port',
  'x-forwarded-host-port': 'port',
  'x-forwarded-prefix': 'prefix',
  'x-script-name': 'prefix',
  'x-forwarded-path': 'path',
  'x-forwarded-uri': 'path',
  'x-original-uri': 'path',
  'x-original-path': 'path',
  'x-original-url-path': 'path',
  'x-rewrite-url-path': 'path',
  'x-envoy-original-path': 'path',
  'x-replaced-path': 'path',
  'x-forwarded-method': 'method',
  'x-original-method': 'method',
} as const;

export type ForwardedName = keyof typeof forwardedParts;
export type ForwardedPart = (typeof forwardedParts)[ForwardedName];

export const forwardedNames = Object.keys(forwardedParts) as readonly ForwardedName[];
