import { row } from './row.ts';

const rs = { only: 'rs' } as const;

/** Defects in comparing `htu` (4.3 check 9). */
export const htuDefects = [
  row('htu-unchecked', '4.3-09a-* 4.3-09b-*', 'htu is not compared with the request.'),
  row('htu-path-unchecked', '4.3-09a-* rs:11.1-10', 'Only the origin of htu is compared.'),
  row('htu-path-prefix', '4.3-09e-*', 'An htu whose path is a prefix of the request path is accepted.'),
  row('htu-host-unchecked', '4.3-09b-*', 'The host of htu is not compared.'),
  row('htu-scheme-unchecked', '4.3-09c-*', 'The scheme of htu is not compared.'),
  row('htu-port-unchecked', '4.3-09d-*', 'The port of htu is not compared.'),
  row('htu-relative-accepted', '4.3-09e-*', 'A path alone is accepted as htu.'),
  row('htu-origin-prefix', '4.3-09b-* 4.3-09a-*', 'htu need only begin with the origin as text.'),
  row('htu-path-suffix', '4.3-09a-* 4.3-09b-*', 'htu need only end with the request path as text.'),
  row('htu-path-case-folded', '4.3-09h-*', 'Paths are compared without case.'),
  row('htu-trailing-slash-stripped', '4.3-09h-*', 'A trailing slash is not significant.'),
  row('htu-query-compared', '4.3-09f-rs', 'The query of the request has to be in htu.', rs),
  row('htu-endpoint-query-compared', '4.3-09f-as', 'The query of the token endpoint has to be in htu.', {
    only: 'as',
    base: 'endpoint-query',
  }),
  row('htu-reserved-decoded', '4.3-09l-rs', 'Reserved characters are decoded in the request path only.', rs),
  row('htu-percent-equal-decoded', '4.3-09k-rs', 'Reserved characters are decoded on both sides.', rs),
  row('htu-userinfo-accepted', '4.3-09j-*', 'User information in htu is dropped.'),
  row('htu-case-kept', '4.3-13a-*', 'Scheme and host are compared with case.'),
  row('htu-percent-kept', '4.3-13c-*', 'Percent-encodings are compared as spelt.'),
  row('htu-dots-kept', '4.3-13d-*', 'Dot segments are not removed.'),
  row('htu-empty-path-kept', '4.3-13e-rs', 'An empty path differs from a slash.', rs),
  row('host-header-trusted', 'as:4.3-09b-as rs:4.3-09i-rs', 'The URI is built from the Host header.'),
  row('forwarded-host-trusted', '4.3-09b-*', 'X-Forwarded-Host and Forwarded of any client are believed.'),
] as const;
