import { setTimeout as sleep } from 'node:timers/promises';
import { createWire } from '../../wire/client.ts';
import type { WireExchange } from '../../wire/types.ts';
import type { LaunchDescriptor } from '../descriptor/launch.ts';
import type { LaunchedProcess } from './process.ts';

export type Ready = LaunchDescriptor['ready'];

/** `true` when the process prints its ready line, or when its URL answers; `false` once `signal` is aborted. */
export function untilReady(launched: LaunchedProcess, ready: Ready, signal: AbortSignal): Promise<boolean> {
  if ('url' in ready) return untilAnswered(ready.url, signal);
  return new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    signal.addEventListener('abort', () => resolve(false), { once: true });
    launched.onLine((line) => {
      if (line.startsWith(ready.line)) resolve(true);
    });
  });
}

async function untilAnswered(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await answers(url, signal)) return true;
    await sleep(25);
  }
  return false;
}

// A server with a certificate that we do not trust, or with an odd answer, does listen.
const listens: readonly (NonNullable<WireExchange['failure']>['kind'] | undefined)[] = [
  undefined,
  'tls',
  'protocol',
  'too-large',
];

/** Whether the URL gives any answer at all. */
export async function answers(url: string, signal?: AbortSignal): Promise<boolean> {
  const wire = createWire({
    allowedHosts: [new URL(url).hostname],
    timeoutMs: 1000,
    maxBodyBytes: 1024,
    maxFieldBytes: 65_536,
    connections: 1,
  });
  const { failure } = await wire.send({ method: 'GET', url, fields: [['Connection', 'close']] }, signal);
  await wire.close();
  return listens.includes(failure?.kind);
}
