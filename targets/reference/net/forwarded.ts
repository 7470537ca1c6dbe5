import type { Forwarded } from '../proof/forwarded.ts';
import { headerLines, type Incoming } from './message.ts';

/** The fields in which a proxy reports the original request. Only the defects of trusting them read them. */
export function forwardedFields(request: Incoming): Forwarded {
  const first = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => headerLines(request, name))[0];
  const [, quoted] = /host="?([^";,]+)/i.exec(first('forwarded') ?? '') ?? [];
  const [, said] = /proto="?([^";,]+)/i.exec(first('forwarded') ?? '') ?? [];
  return {
    host: first('x-forwarded-host') ?? quoted,
    proto: first('x-forwarded-proto'),
    port: first('x-forwarded-port'),
    prefix: first('x-forwarded-prefix'),
    url: first('x-original-url') ?? first('x-rewrite-url'),
    method: first(
      'x-forwarded-method',
      'x-original-method',
      'x-http-method-override',
      'x-http-method',
      'x-method-override',
    ),
    gatewayHost: first('x-original-host', 'x-forwarded-server', 'x-host', 'x-http-host-override'),
    gatewayScheme:
      said ??
      first('x-forwarded-scheme', 'x-forwarded-protocol', 'x-url-scheme', 'x-scheme') ??
      switched(first('x-forwarded-ssl', 'front-end-https')),
    gatewayPath: first(
      'x-forwarded-path',
      'x-forwarded-uri',
      'x-original-uri',
      'x-original-path',
      'x-original-url',
      'x-rewrite-url',
      'x-envoy-original-path',
      'x-replaced-path',
    ),
    scriptName: first('x-script-name'),
  };
}

function switched(value: string | undefined): string | undefined {
  return value === undefined ? undefined : value === 'on' ? 'https' : 'http';
}
