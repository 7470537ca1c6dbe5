import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from './address.ts';
import { failureOf } from './failure.ts';
import { heldRequest, openConnection, type RawOptions } from './raw.ts';
import { type Attempt, failedAttempt, receive, type ReceiveLimits } from './receive.ts';
import { closingFields } from './request.ts';
import type { FieldLine, WireRequest } from './types.ts';

export type Burster = {
  readonly request: WireRequest;
  readonly address: Address;
  readonly fields: readonly FieldLine[];
};

/** Long enough for everything but the last byte to arrive. */
const settleMs = 20;

/**
 * Opens a connection for each request, sends all but the last byte on every one of them, then the last bytes together:
 * the server has all requests complete within a fraction of a millisecond. What has failed already is passed on.
 */
export async function receiveAtOnce(
  bursters: readonly (Burster | Attempt)[],
  raw: RawOptions,
  limits: ReceiveLimits,
  signals: readonly AbortSignal[],
): Promise<readonly Attempt[]> {
  const opening = AbortSignal.any([...signals, AbortSignal.timeout(limits.timeoutMs)]);
  const opened = await Promise.all(bursters.map((burster) => openFor(burster, raw, opening)));
  const releases: (() => void)[] = [];
  const attempts = opened.map(async (one) => {
    if ('stale' in one) return one;
    const held = heldRequest(one.socket, one.address, one.request, closingFields(one.fields), raw);
    releases.push(held.release);
    return receive(held.request, limits, signals);
  });
  await delay(settleMs);
  for (const release of releases) release();
  return Promise.all(attempts);
}

type Opened = Burster & { readonly socket: Socket };

async function openFor(burster: Burster | Attempt, raw: RawOptions, signal: AbortSignal): Promise<Opened | Attempt> {
  if ('stale' in burster) return burster;
  try {
    return { ...burster, socket: await openConnection(burster.address, raw, signal) };
  } catch (error) {
    return failedAttempt(failureOf(error instanceof Error ? error : new Error(String(error))));
  }
}
