import { randomBytes, randomInt } from 'node:crypto';
import type { Defects } from '../defects.ts';
import { drawing } from '../net/turns.ts';
import type { NonceMode } from '../policy.ts';

export interface NonceIssuer {
  readonly mode: NonceMode;
  /** The nonce to hand out now. */
  issue(now: number, holder: string): string;
  /** Whether the nonce is a recent one of the holder. This call uses up a single-use nonce. */
  accepts(nonce: string, now: number, holder: string): boolean;
}

const holdersKept = 10_000;

/** Keeps the nonces of each holder separately. Where nonces are for everybody, there is one holder. */
export function createNonceIssuer(mode: NonceMode, lifetime: number, defects: Defects): NonceIssuer {
  const nodes = defects.has('nonce-per-node') ? 2 : 1;
  return takingTurns(Array.from({ length: nodes }, () => createNode(mode, lifetime, defects)));
}

/** Each request reaches one of the nodes, in an order that looks like chance and is the same each time. */
function takingTurns(nodes: readonly NonceIssuer[]): NonceIssuer {
  const [first] = nodes;
  if (first === undefined || nodes.length === 1) return first ?? createNode('off', 0, new Set());
  const draw = drawing();
  const next = (): NonceIssuer => nodes[draw() % nodes.length] ?? first;
  return {
    mode: first.mode,
    issue: (now, holder) => next().issue(now, holder),
    accepts: (nonce, now, holder) => next().accepts(nonce, now, holder),
  };
}

function createNode(mode: NonceMode, lifetime: number, defects: Defects): NonceIssuer {
  const issuers = new Map<string, HolderNonces>();
  const issuerFor = (holder: string): HolderNonces => {
    const issuer = issuers.get(holder) ?? createHolderNonces(mode, lifetime, defects);
    issuers.set(holder, issuer);
    const oldest = issuers.keys().next().value;
    if (issuers.size > holdersKept && oldest !== undefined) issuers.delete(oldest);
    return issuer;
  };
  return {
    mode,
    issue: (now, holder) => issuerFor(holder).issue(now),
    accepts: (nonce, now, holder) => issuerFor(holder).accepts(nonce, now),
  };
}

interface HolderNonces {
  issue(now: number): string;
  accepts(nonce: string, now: number): boolean;
}

const periodsKept = 5;
const rotationsKept = 3;
const singleUseKept = 10_000;

function createHolderNonces(mode: NonceMode, lifetime: number, defects: Defects): HolderNonces {
  const known = new Map<string, number>();
  const kept = newestKept(mode, defects);
  let current = { nonce: '', expires: 0 };
  let count = 100_000;

  const fresh = (now: number): string => {
    count += 1;
    const nonce = predictable(count, now, defects) ?? spoil(randomBytes(18).toString('base64url'), defects);
    known.set(nonce, now + lifetime);
    for (const oldest of known.keys()) {
      if (known.size <= kept) break;
      known.delete(oldest);
    }
    return nonce;
  };

  return {
    issue: (now) => {
      if (mode === 'rotating' || mode === 'single-use') return fresh(now);
      // All clients get one random value in a period. Nobody can predict it, and it needs no state for each client.
      if (now >= current.expires) current = { nonce: fresh(now), expires: now + lifetime / periodsKept };
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

function predictable(count: number, now: number, defects: Defects): string | undefined {
  if (defects.has('nonce-counter')) return String(count);
  if (defects.has('nonce-timestamp')) return String(Math.floor(now * 1000));
  return defects.has('nonce-tiny') ? String(randomInt(100, 1000)) : undefined;
}

function newestKept(mode: NonceMode, defects: Defects): number {
  if (defects.has('nonce-never-stale')) return Number.POSITIVE_INFINITY;
  if (defects.has('nonce-replaced-is-dead')) return 1;
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
