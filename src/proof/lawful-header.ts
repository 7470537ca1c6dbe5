import type { Members } from './draft.ts';
import { writtenOnce } from './json-writer.ts';
import type { ProofKey } from './proof-key.ts';

const headers = new WeakMap<ProofKey, Readonly<Members>>();

/** The header of every lawful proof made with this key (RFC 9449 §4.2). */
export function lawfulHeader(key: ProofKey): Readonly<Members> {
  const kept = headers.get(key);
  if (kept !== undefined) return kept;
  const jwk = writtenOnce({ ...key.publicJwk } as Members);
  const header = writtenOnce({ typ: 'dpop+jwt', alg: key.alg, jwk });
  headers.set(key, header);
  return header;
}
