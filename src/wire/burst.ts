import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { failureOf } from './failure.ts';
import type { PreparedRequest } from './prepare.ts';
import { heldRequest, openConnection, type RawOptions } from './raw.ts';
import { type Attempt, failedAttempt, receive, type ReceiveLimits } from './receive.ts';
import { closingFields } from './request.ts';

/** Milliseconds for all bytes but the last ones to arrive. */
const settleMs = 20;

/**
 * Opens a connection for each request, sends all but its last byte, then sends the last bytes of all requests together.
 * The server gets them within a fraction of a millisecond. A request that has failed already is passed on.
 */
export async function receiveAtOnce(
  prepared: readonly (PreparedRequest | Attempt)[],
  raw: RawOptions,
  limits: ReceiveLimits,
  signals: readonly AbortSignal[],
): Promise<readonly Attempt[]> {
  const opening = AbortSignal.any([...signals, AbortSignal.timeout(limits.timeoutMs)]);
  const opened = await Promise.all(prepared.map((one) => openFor(one, raw, opening)));
  const releases: (() => void)[] = [];
  const attempts = opened.map(async (one) => {
    if ('stale' in one) return one;
    const held = heldRequest(one.socket, { ...one, fields: closingFields(one.fields) }, raw);
    releases.push(held.release);
    return receive(held.request, limits, signals);
  });
  await delay(settleMs);
  for (const release of releases) release();
  return Promise.all(attempts);
}

type Opened = PreparedRequest & { readonly socket: Socket };

async function openFor(
  prepared: PreparedRequest | Attempt,
  raw: RawOptions,
  signal: AbortSignal,
): Promise<Opened | Attempt> {
  if ('stale' in prepared) return prepared;
  try {
    return { ...prepared, socket: await openConnection(prepared.address, raw, signal) };
  } catch (error) {
    return failedAttempt(failureOf(error instanceof Error ? error : new Error(String(error))));
  }
}
