import { defined } from '../defined.ts';
import type { SessionSpec } from './schema.ts';

/**
 * The algorithm, or the type of key, whose acceptance a case tries; which ones a server takes is its own policy (RFC 9449
 * §4.3 check 5). A key of the usual size for an algorithm that the server was seen to take is no such choice.
 */
export function chosenKey({ alg, keyType, rsaBits, keyKind }: SessionSpec = {}): string | undefined {
  if (alg !== undefined) return alg;
  return rsaBits === undefined && keyKind === undefined ? undefined : keyType;
}

/** What a case tries of keys: the algorithm or type that `chosenKey` gives, and the kind of key. */
export function keyTried(session: SessionSpec = {}): { readonly alg?: string } & Pick<SessionSpec, 'keyKind'> {
  return defined({ alg: chosenKey(session), keyKind: session.keyKind });
}
