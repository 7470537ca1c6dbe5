import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { get, wireTo } from './wire.fixture.ts';

/** A server with a thread of its own, which answers after a moment, at /never not at all. */
const serverCode = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((request, response) => {
    if (request.url !== '/never') setTimeout(() => response.end('here'), 250);
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

async function startedPort(): Promise<number> {
  const worker = new Worker(serverCode, { eval: true });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const [port] = (await once(worker, 'message')) as [number];
  return port;
}

function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test.each([false, true])('an answer that came while this process was busy is no time-out (raw: %s)', async (raw) => {
  const host = `127.0.0.1:${await startedPort()}`;
  const wire = wireTo(host, { timeoutMs: 500 });
  const rawly = raw ? { raw: true as const } : {};
  const sent = wire.send(get(`http://${host}/`, rawly));
  await sleep(150);
  // Work that follows from input keeps the event loop from reading before it looks at the timers.
  await readFile(import.meta.filename);
  beBusy(1000);
  const { response, failure } = await sent;
  expect([response?.body, failure]).toEqual(['here', undefined]);
  const never = await wire.send(get(`http://${host}/never`, rawly));
  expect(never.failure?.kind).toBe('timeout');
});
