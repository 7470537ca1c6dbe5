import { row } from './row.ts';

/** Defects in comparing `htu` (4.3 check 9). */
export const htuDefects = [
  row({
    id: 'htu-unchecked',
    breaks: ['RFC9449-4.3-09a', 'RFC9449-4.3-09b'],
    summary: 'htu is not compared with the request.',
  }),
  row({
    id: 'htu-path-unchecked',
    breaks: { as: ['RFC9449-4.3-09a'], rs: ['RFC9449-4.3-09a', 'RFC9449-11.1-10'] },
    summary: 'Only the origin of htu is compared.',
  }),
  row({
    id: 'htu-path-prefix',
    breaks: ['RFC9449-4.3-09e'],
    summary: 'An htu whose path is a prefix of the request path is accepted.',
  }),
  row({ id: 'htu-host-unchecked', breaks: ['RFC9449-4.3-09b'], summary: 'The host of htu is not compared.' }),
  row({ id: 'htu-scheme-unchecked', breaks: ['RFC9449-4.3-09c'], summary: 'The scheme of htu is not compared.' }),
  row({ id: 'htu-port-unchecked', breaks: ['RFC9449-4.3-09d'], summary: 'The port of htu is not compared.' }),
  row({ id: 'htu-relative-accepted', breaks: ['RFC9449-4.3-09e'], summary: 'A path alone is accepted as htu.' }),
  row({
    id: 'htu-origin-prefix',
    breaks: ['RFC9449-4.3-09b', 'RFC9449-4.3-09a'],
    summary: 'htu need only begin with the origin as text.',
  }),
  row({
    id: 'htu-path-suffix',
    breaks: ['RFC9449-4.3-09a', 'RFC9449-4.3-09b'],
    summary: 'htu need only end with the request path as text.',
  }),
  row({ id: 'htu-path-case-folded', breaks: ['RFC9449-4.3-09h'], summary: 'Paths are compared without case.' }),
  row({
    id: 'htu-trailing-slash-stripped',
    breaks: ['RFC9449-4.3-09h'],
    summary: 'A trailing slash is not significant.',
  }),
  row({
    id: 'htu-unchecked-with-query',
    breaks: ['RFC9449-4.3-09a'],
    summary: 'htu is not compared where the request has a query.',
    only: 'rs',
  }),
  row({
    id: 'htu-query-compared',
    breaks: ['RFC9449-4.3-09f'],
    summary: 'The query of the request has to be in htu.',
    only: 'rs',
  }),
  row({
    id: 'htu-endpoint-query-compared',
    breaks: ['RFC9449-4.3-09f'],
    summary: 'The query of the token endpoint has to be in htu.',
    only: 'as',
    base: 'endpoint-query',
  }),
  row({
    id: 'htu-reserved-decoded',
    breaks: ['RFC9449-4.3-09l'],
    summary: 'Reserved characters are decoded in the request path only.',
    only: 'rs',
  }),
  row({
    id: 'htu-percent-equal-decoded',
    breaks: ['RFC9449-4.3-09k'],
    summary: 'Reserved characters are decoded on both sides.',
    only: 'rs',
  }),
  row({ id: 'htu-userinfo-accepted', breaks: ['RFC9449-4.3-09j'], summary: 'User information in htu is dropped.' }),
  row({ id: 'htu-case-kept', breaks: ['RFC9449-4.3-13a'], summary: 'Scheme and host are compared with case.' }),
  row({ id: 'htu-percent-kept', breaks: ['RFC9449-4.3-13c'], summary: 'Percent-encodings are compared as spelt.' }),
  row({ id: 'htu-dots-kept', breaks: ['RFC9449-4.3-13d'], summary: 'Dot segments are not removed.' }),
  row({
    id: 'htu-empty-path-kept',
    breaks: ['RFC9449-4.3-13e'],
    summary: 'An empty path differs from a slash.',
    only: 'rs',
  }),
  row({
    id: 'host-header-trusted',
    breaks: { as: ['RFC9449-4.3-09b', 'RFC9449-4.3-09i'], rs: ['RFC9449-4.3-09i'] },
    summary: 'The URI is built from the Host header.',
  }),
  row({
    id: 'forwarded-host-trusted',
    breaks: ['RFC9449-4.3-09b'],
    summary: 'X-Forwarded-Host and Forwarded of any client are believed.',
  }),
  row({
    id: 'forwarded-proto-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'X-Forwarded-Proto of any client is believed.',
  }),
  row({
    id: 'forwarded-port-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'X-Forwarded-Port of any client is believed.',
  }),
  row({
    id: 'forwarded-prefix-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'X-Forwarded-Prefix of any client is believed.',
  }),
  row({
    id: 'original-url-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'X-Original-URL and X-Rewrite-URL of any client are believed.',
  }),
  row({
    id: 'forwarded-method-trusted',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'The method that a proxy or a framework would name in a field of its own is believed.',
  }),
  row({
    id: 'gateway-host-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'The host in the less common fields of proxies is believed.',
  }),
  row({
    id: 'gateway-scheme-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'The scheme in the less common fields of proxies is believed.',
  }),
  row({
    id: 'gateway-path-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'The path in the less common fields of proxies is believed.',
  }),
  row({
    id: 'forwarded-host-port-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'The port that stands behind the host in a forwarded field is believed.',
  }),
  row({
    id: 'forwarded-set-trusted',
    breaks: ['RFC9449-4.3-09m'],
    summary: 'X-Forwarded-Host of any client is believed where X-Forwarded-Proto stands beside it.',
  }),
  row({
    id: 'loopback-names-equal',
    breaks: ['RFC9449-4.3-09b'],
    summary: 'localhost and 127.0.0.1 are taken for one host.',
  }),
  row({
    id: 'htu-slash-decoded',
    breaks: ['RFC9449-4.3-09h'],
    summary: 'A percent-encoded slash is taken for a slash.',
    only: 'rs',
  }),
  row({
    id: 'htu-query-refused',
    breaks: ['RFC9449-4.3-09g'],
    summary: 'An htu with a query is refused, that of the request too.',
  }),
  row({
    id: 'htu-hex-case-kept',
    breaks: ['RFC9449-4.3-13c'],
    summary: 'The hex digits of percent-encodings are compared with case.',
    only: 'rs',
  }),
  row({
    id: 'htu-unreserved-encoded',
    breaks: ['RFC9449-4.3-09l'],
    summary: 'The server encodes the tilde before it compares.',
    only: 'rs',
  }),
  row({
    id: 'htu-host-case-kept',
    breaks: ['RFC9449-4.3-13a'],
    summary: 'The host is compared with case.',
    base: 'named-host',
  }),
  row({
    id: 'htu-port-kept',
    breaks: ['RFC9449-4.3-13b'],
    summary: 'The default port differs from none.',
    base: 'default-port',
  }),
  row({
    id: 'proof-any-resource',
    breaks: ['RFC9449-11.1-10'],
    summary: 'A proof works at every resource.',
    only: 'rs',
    base: 'no-replay-detection',
  }),
] as const;
