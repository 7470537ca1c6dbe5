import type { RoleContext } from '../context.ts';
import type { Defects } from '../defects.ts';
import { claimedUri, type Forwarded } from './forwarded.ts';
import { ProofRefused } from './refused.ts';
import { normaliseUri, parseUri, withoutQuery, type UriParts } from './uri.ts';

export interface RequestTarget {
  /** The path and query of the request line, as received. */
  readonly target: string;
  readonly host: string | undefined;
  readonly forwarded: Forwarded;
}

/** RFC 9449 4.3 check 9. Only a defect trusts what the client says about the host. */
export function checkHtu(htu: string, request: RequestTarget, context: RoleContext): void {
  const { defects } = context;
  const { path, query, base } = requestUri(request, context);
  if (defects.has('htu-unchecked') || (query !== '' && defects.has('htu-unchecked-with-query'))) return;
  if (defects.has('htu-origin-prefix') && htu.startsWith(base)) return;
  if (defects.has('htu-path-suffix') && htu.endsWith(path)) return;
  if (defects.has('htu-relative-accepted') && htu === path) return;
  if (context.policy.htuMatch === 'exact') {
    if (htu !== base + path) throw new ProofRefused('htu', 'htu is not the request URI');
    return;
  }
  const claimed = parseUri(defects.has('htu-folded') ? htu.normalize('NFKC') : htu);
  if (!claimed) throw new ProofRefused('htu-syntax', 'htu is not an absolute URI');
  checkParts(claimed, context);
  const queryCompared = defects.has('htu-query-compared') || defects.has('htu-endpoint-query-compared');
  if (queryCompared && (claimed.query ?? '') !== query) {
    throw new ProofRefused('htu', 'htu has another query');
  }
  const expected = parseUri(base + path);
  if (!expected || !sameUri(claimed, expected, defects)) throw new ProofRefused('htu', 'htu is not the request URI');
}

function checkParts(claimed: UriParts, { policy, defects }: RoleContext): void {
  if (claimed.userinfo && !defects.has('htu-userinfo-accepted')) throw new ProofRefused('htu', 'htu has userinfo');
  const extras = claimed.fragment !== undefined || (policy.htuExtras === 'refused' && claimed.query !== undefined);
  if (claimed.query !== undefined && defects.has('htu-query-refused')) throw new ProofRefused('htu', 'htu has a query');
  if (policy.htuExtras !== 'ignored' && extras) throw new ProofRefused('htu', 'htu has a query or fragment');
}

function requestUri(request: RequestTarget, { origin, defects }: RoleContext) {
  const [path = '', ...queries] = request.target.split('?');
  const query = queries.join('?');
  const moved = parseUri(claimedUri(origin, path, request, defects) ?? '');
  return moved
    ? { base: withoutQuery({ ...moved, path: '' }), path: moved.path, query }
    : { base: origin, path, query };
}

function sameUri(claimed: UriParts, expected: UriParts, defects: Defects): boolean {
  const a = normaliseUri(claimed, defects);
  const b = normaliseUri(expected, defects);
  return (
    (a.scheme === b.scheme || defects.has('htu-scheme-unchecked')) &&
    (a.host === b.host || defects.has('htu-host-unchecked') || bothLoopback(a.host, b.host, defects)) &&
    (a.port === b.port || defects.has('htu-port-unchecked')) &&
    samePath(a.path, b.path, defects)
  );
}

function bothLoopback(claimed: string, expected: string, defects: Defects): boolean {
  return defects.has('loopback-names-equal') && [claimed, expected].every((host) => /^(localhost|127\.)/.test(host));
}

function samePath(claimed: string, expected: string, defects: Defects): boolean {
  if (defects.has('htu-path-unchecked') || defects.has('proof-any-resource')) return true;
  if (defects.has('htu-path-prefix')) return expected.startsWith(claimed);
  if (defects.has('htu-unreserved-encoded')) return claimed === expected.replaceAll('~', '%7E');
  if (defects.has('htu-reserved-decoded')) return claimed === decodeURIComponent(expected);
  return canonicalPath(claimed, defects) === canonicalPath(expected, defects);
}

function canonicalPath(path: string, defects: Defects): string {
  if (defects.has('htu-slash-decoded')) return path.replaceAll(/%2F/gi, '/');
  if (defects.has('htu-path-case-folded')) return path.toLowerCase();
  if (defects.has('htu-percent-equal-decoded')) return decodeURIComponent(path);
  return defects.has('htu-trailing-slash-stripped') ? path.replace(/\/+$/, '') : path;
}
