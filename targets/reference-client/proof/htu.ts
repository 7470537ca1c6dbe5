import type { Self } from '../self.ts';
import type { Session } from '../session.ts';

/** The target URI without query and fragment (RFC 9449 4.2). The request goes to the very same URL. */
export function htuFor(self: Self, session: Session, url: URL): string {
  const { has } = self;
  const path = self.policy.tilde === 'encoded' ? url.pathname.replaceAll('~', '%7E') : url.pathname;
  if (has('htu-origin')) return url.origin;
  if (has('htu-path')) return path;
  if (has('htu-of-resource')) return session.settings.resource ?? url.origin;
  const tail = `${has('htu-query') ? url.search : ''}${has('htu-fragment') ? url.hash : ''}`;
  const host = has('htu-without-port') ? url.hostname : url.host;
  const scheme = has('htu-https') ? 'https:' : url.protocol;
  return `${scheme}//${host}${wrongPath(self, path)}${tail}`;
}

function wrongPath({ has }: Self, path: string): string {
  if (has('htu-decoded')) return path.replaceAll('%2F', '/').replaceAll('%40', '@');
  if (has('htu-slash-dropped')) return path.replace(/\/$/, '');
  if (has('htu-slashes-merged')) return path.replaceAll(/\/{2,}/g, '/');
  if (has('htu-parameters-cut')) return path.replace(/;.*/, '');
  return has('htu-lower-case') ? path.toLowerCase() : path;
}
