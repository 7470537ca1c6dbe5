import { type Asked, fieldsNamed } from './asked.ts';
import type { RawAnswer } from './listener.ts';

/**
 * Clients in a browser come from another origin, and have to read the nonce (RFC 9449 §8). They may send credentials along, and
 * then `*` would not do.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function crossOriginFields(asked: Asked): RawAnswer['fields'] {
  return [...allowed(asked), ['Access-Control-Expose-Headers', 'DPoP-Nonce, WWW-Authenticate']];
}

/** The browser asks by itself, before the client may; that is no request of the client. */
export function isPreflight(asked: Asked): boolean {
  return asked.method === 'OPTIONS' && fieldsNamed(asked, 'access-control-request-method').length > 0;
}

/**
 * Whatever the client wants to send is allowed: it is judged when it comes. It comes over a new connection: a browser sends what it
 * has sent over a used one a second time by itself, where that is cut, and what the client does could not be seen.
 */
export function preflightAnswer(asked: Asked): RawAnswer {
  const [method = ''] = fieldsNamed(asked, 'access-control-request-method');
  const names = fieldsNamed(asked, 'access-control-request-headers').join(', ');
  return {
    status: 204,
    fields: [
      ...allowed(asked),
      ['Access-Control-Allow-Headers', names === '' ? 'DPoP, Authorization, Content-Type' : names],
      ['Access-Control-Allow-Methods', method],
    ],
    body: '',
    isLast: true,
  };
}

function allowed(asked: Asked): RawAnswer['fields'] {
  const [origin] = fieldsNamed(asked, 'origin');
  if (origin === undefined) return [['Access-Control-Allow-Origin', '*']];
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Vary', 'Origin'],
  ];
}
