import { ClientError } from '../client-error.ts';
import { exchange } from '../exchange.ts';
import { jsonObject } from '../http/message.ts';
import { safeUrl } from '../http/safe.ts';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';

/**
 * Reads the metadata of the resource server of a URL, where there are any.
 *
 * @throws {ClientError} if they are of another resource (RFC 9728 3.3).
 */
export async function checkResource(self: Self, session: Session, target: string): Promise<void> {
  const { origin } = new URL(target);
  if (session.resources.has(origin)) return;
  const url = safeUrl(`${origin}/.well-known/oauth-protected-resource`, session.settings.issuer);
  const content = () => ({ lines: [['Accept', 'application/json'] as const] });
  const asking = { role: 'rs', purpose: 'metadata', method: 'GET', url, key: undefined, content } as const;
  const answer = await exchange(self, session, asking);
  if (answer.status === 200 && jsonObject(answer.body)['resource'] !== origin && !self.has('resource-unchecked'))
    throw new ClientError('resource_mismatch', 'the metadata are of another resource (RFC 9728 3.3)');
  session.resources.add(origin);
}
