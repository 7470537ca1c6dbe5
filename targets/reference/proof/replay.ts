import { createHash } from 'node:crypto';
import type { Defects } from '../defects.ts';

export interface ReplayMemory {
  /** Whether the key is remembered. */
  has(key: string, now: number): boolean;
  add(key: string, now: number): void;
}

/**
 * Remembers keys for `lifetime` seconds. All entries have the same lifetime, so they expire in the order of the map and
 * the acceptance window bounds the memory.
 */
export function createReplayMemory(lifetime: number, defects: Defects = new Set()): ReplayMemory {
  const kept = defects.has('replay-short-memory') ? 2 : lifetime;
  if (!defects.has('replay-per-worker')) return createWorkerMemory(kept, defects);
  const workers = [createWorkerMemory(kept, defects), createWorkerMemory(kept, defects)] as const;
  let turn = 0;
  return {
    has: (key, now) => {
      turn = 1 - turn;
      return (turn === 0 ? workers[0] : workers[1]).has(key, now);
    },
    add: (key, now) => (turn === 0 ? workers[0] : workers[1]).add(key, now),
  };
}

function createWorkerMemory(lifetime: number, defects: Defects): ReplayMemory {
  const expiries = new Map<string, number>();
  const capacity = capacityOf(defects);
  return {
    has: (key, now) => (expiries.get(digest(key)) ?? 0) > now,
    add: (key, now) => {
      for (const [oldest, expiry] of expiries) {
        if (expiry > now && expiries.size < capacity) break;
        expiries.delete(oldest);
      }
      const id = digest(key);
      expiries.delete(id);
      expiries.set(id, now + lifetime);
    },
  };
}

function capacityOf(defects: Defects): number {
  if (defects.has('replay-small-memory')) return 8;
  return defects.has('replay-thousand-memory') ? 1000 : Number.POSITIVE_INFINITY;
}

/** A hash, so that a long jti costs no more than a short one (RFC 9449 11.1). */
function digest(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('base64url');
}
