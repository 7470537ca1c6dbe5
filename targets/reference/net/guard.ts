import type { RoleContext } from '../context.ts';
import { headerLines, reply, withHeaders, type Header, type Incoming, type Reply } from './message.ts';

/** Refuses requests that name another host or hide a path in Host, because they are not for this server (RFC 9110 7.4). */
export function refuseForeignHost(
  { host, target, headers }: Incoming,
  { origin, defects }: RoleContext,
): Reply | undefined {
  if (defects.has('host-header-trusted')) return undefined;
  // RFC 9112 3.2: exactly one Host line.
  const once = headers.filter(([name]) => name.toLowerCase() === 'host').length === 1;
  if (!once || host === undefined || !/^[A-Za-z0-9.\-:[\]]+$/.test(host)) return reply(400, 'bad Host');
  const own = host.toLowerCase() === origin.slice('http://'.length);
  return own && target.startsWith('/') ? undefined : reply(421, 'Misdirected Request');
}

const narrow = { octets: 4096, lines: 40 };

/** A container that refuses, in its own words, what is too large or no plain text (RFC 9110 5.4, 5.5). */
export function refuseAtContainer({ headers }: Incoming, { policy }: RoleContext): Reply | undefined {
  if (policy.container === 'none') return undefined;
  const octets = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  const isPlain = headers.every(([, value]) => /^[\t -~]*$/.test(value));
  if (octets <= narrow.octets && headers.length <= narrow.lines && isPlain) return undefined;
  return reply(400, '<html><h1>Bad Request</h1></html>', [['Content-Type', 'text/html']]);
}

export function preflight(request: Incoming, context: RoleContext): Reply | undefined {
  const { policy, defects } = context;
  const asked = headerLines(request, 'access-control-request-method').length > 0;
  if (request.method !== 'OPTIONS' || !asked || !policy.cors) return undefined;
  if (defects.has('cors-preflight-refused')) return undefined;
  return reply(204, '', [
    ['Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE'],
    ['Access-Control-Allow-Headers', allowedFields(request, context)],
    ['Access-Control-Max-Age', '600'],
  ]);
}

/** Fetch standard: `*` stands for every field but Authorization. */
function allowedFields(request: Incoming, { policy, defects }: RoleContext): string {
  if (defects.has('cors-fields-not-allowed')) return 'Content-Type';
  if (defects.has('cors-wildcard-alone')) return '*';
  switch (policy.corsFields) {
    case 'asked':
      return headerLines(request, 'access-control-request-headers').join(',');
    case 'content-type-only':
      return 'Content-Type';
    case 'wildcard':
      return 'Authorization, *';
    case 'named':
      return 'Authorization, DPoP, Content-Type';
  }
}

/** RFC 9449 7.1, 8 and 9: browsers see the challenge and the nonce only if the server exposes them. */
export function withCors(answer: Reply, request: Incoming, { policy, defects }: RoleContext): Reply {
  if (!policy.cors || headerLines(request, 'origin').length === 0) return answer;
  if (!policy.corsMetadata && request.path.startsWith('/.well-known/')) return answer;
  const exposed = [
    ...(defects.has('cors-nonce-hidden') ? [] : ['DPoP-Nonce']),
    ...(defects.has('cors-challenge-hidden') ? [] : ['WWW-Authenticate']),
  ];
  return withHeaders(answer, [
    ['Access-Control-Allow-Origin', policy.corsOrigin === 'one' ? 'https://spa.example' : '*'],
    ['Access-Control-Expose-Headers', exposed.join(', ')],
  ]);
}

/** The DPoP-Nonce in the answer of an endpoint that takes proofs. */
export function nonceHeaders(
  status: number,
  { challenge, holder }: { readonly challenge: boolean; readonly holder: string },
  context: RoleContext,
): readonly Header[] {
  const { nonces, defects, policy, now } = context;
  if (nonces.mode === 'off' || (nonces.mode === 'offered' && status >= 300 && !challenge)) return [];
  if (!challenge && policy.nonceSent === 'on-challenge') return [];
  if (challenge && defects.has('nonce-not-supplied')) return [];
  const name = nonceField(defects);
  const header: Header = [name, nonces.issue(now(), holder)];
  if (policy.nonceNames === 'old-ones-too') return [header, ['X-DPoP-Nonce', header[1]], ['DPoP_Nonce', header[1]]];
  return defects.has('nonce-two-lines') ? [header, [name, nonces.issue(now(), holder)]] : [header];
}

function nonceField(defects: RoleContext['defects']): string {
  if (defects.has('nonce-in-underscore')) return 'DPoP_Nonce';
  return defects.has('nonce-header-renamed') ? 'X-DPoP-Nonce' : 'DPoP-Nonce';
}

export function proofLines(request: Incoming, { defects }: RoleContext): readonly string[] {
  if (defects.has('many-fields-500') && request.headers.length > 100) throw new Error('too many fields');
  const sensitive = defects.has('header-name-case-sensitive');
  return request.headers
    .filter(([name]) => !(name === 'dpop' && defects.has('header-name-lower-refused')))
    .filter(([name]) => (sensitive ? name === 'DPoP' || name === 'dpop' : name.toLowerCase() === 'dpop'))
    .map(([, value]) => value.trim());
}
