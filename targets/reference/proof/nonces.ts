import { randomBytes } from 'node:crypto';
import type { Defects } from '../defects.ts';
import type { NonceMode } from '../policy.ts';

export interface NonceIssuer {
  readonly mode: NonceMode;
  /** The nonce to hand out now. */
  issue(now: number): string;
  /** Whether the nonce is a recent one; a single-use nonce is used up by the question. */
  accepts(nonce: string, now: number): boolean;
}

const periodSeconds = 60;
const periodsKept = 5;
const lifetimeSeconds = 300;
const rotationsKept = 3;
const singleUseKept = 10_000;

export function createNonceIssuer(mode: NonceMode, defects: Defects): NonceIssuer {
  const known = new Map<string, number>();
  const kept = newestKept(mode, defects);
  let current = { nonce: '', expires: 0 };
  let count = 100_000;

  const fresh = (now: number): string => {
    count += 1;
    const nonce = defects.has('nonce-counter') ? String(count) : spoil(randomBytes(18).toString('base64url'), defects);
    known.set(nonce, now + lifetimeSeconds);
    for (const oldest of known.keys()) {
      if (known.size <= kept) break;
      known.delete(oldest);
    }
    return nonce;
  };

  return {
    mode,
    issue: (now) => {
      if (mode === 'rotating' || mode === 'single-use') return fresh(now);
      // One random value for all clients in a period: unpredictable, and stateless for the client's purposes.
      if (now >= current.expires) current = { nonce: fresh(now), expires: now + periodSeconds };
      return current.nonce;
    },
    accepts: (nonce, now) => {
      if (defects.has('nonce-supplied-is-dead')) return false;
      const live = (known.get(nonce) ?? 0) > now || (known.has(nonce) && defects.has('nonce-never-stale'));
      if (mode === 'single-use') known.delete(nonce);
      return live || acceptsByDefect(nonce, [...known.keys()], defects);
    },
  };
}

function newestKept(mode: NonceMode, defects: Defects): number {
  if (defects.has('nonce-never-stale')) return Number.POSITIVE_INFINITY;
  if (mode === 'rotating') return rotationsKept;
  return mode === 'single-use' ? singleUseKept : periodsKept;
}

function acceptsByDefect(nonce: string, known: readonly string[], defects: Defects): boolean {
  if (defects.has('nonce-any-accepted')) return nonce !== '';
  if (defects.has('nonce-empty-accepted') && nonce === '') return true;
  if (defects.has('nonce-prefix-compared')) {
    return nonce.length >= 8 && known.some((good) => good.slice(0, 8) === nonce.slice(0, 8));
  }
  return defects.has('nonce-case-folded') && known.some((good) => good.toLowerCase() === nonce.toLowerCase());
}

function spoil(nonce: string, defects: Defects): string {
  if (defects.has('nonce-with-space')) return `${nonce.slice(0, 10)} ${nonce.slice(10)}`;
  return defects.has('nonce-with-quote') ? `${nonce.slice(0, 10)}"${nonce.slice(10)}` : nonce;
}
