import { ClientError } from '../client-error.ts';
import type { AlgorithmName } from '../proof/algorithms.ts';
import { newKey, type Key } from '../proof/keys.ts';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';

/**
 * The key of a session. It is made for the first proof, with the first of our algorithms that the server lists.
 *
 * @throws {ClientError} if the server lists none of ours (RFC 9449 5.1).
 */
export function keyOf(self: Self, session: Session, listed: readonly unknown[] | undefined): Key {
  if (session.key !== undefined) return session.key;
  const alg = chosen(self, listed);
  const shared = self.policy.keys === 'per-process' ? self.shared.keys.get(alg) : undefined;
  session.key = shared ?? newKey(alg, self.has);
  if (self.policy.keys === 'per-process') self.shared.keys.set(alg, session.key);
  return session.key;
}

function chosen({ has, policy }: Self, listed: readonly unknown[] | undefined): AlgorithmName {
  if (has('alg-list-demanded') && listed === undefined)
    throw new ClientError('no_algorithms', 'the server lists no algorithms for proofs');
  const usable = policy.algorithms.filter((name) => listed?.includes(name) ?? true);
  const alg = has('alg-list-unread') ? 'ES256' : usable[0];
  if (alg === undefined) throw new ClientError('no_algorithms', 'the server lists no algorithm of this client');
  return alg;
}
