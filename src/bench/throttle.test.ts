import { afterEach, expect, test } from 'vitest';
import { createWire } from '../wire/client.ts';
import { loopback, ok } from '../wire/loopback.fixture.ts';
import type { Wire, WireExchange } from '../wire/types.ts';
import { heedThrottling, maxThrottled, patientWire } from './throttle.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const tooMany = 'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n';

/** Sends a request to a server that puts off so many before it answers one. */
async function askPatiently(putOff: number): Promise<{ readonly exchange: WireExchange; readonly asked: number }> {
  let asked = 0;
  const server = await loopback((socket) => {
    asked += 1;
    socket.write(asked <= putOff ? tooMany : ok());
  });
  const limits = { timeoutMs: 60_000, maxBodyBytes: 1000, maxFieldBytes: 4096, connections: 2 };
  const wire = createWire({ allowedHosts: [server.host], ...limits });
  cleanups.push(wire.close, server.close);
  const patient = patientWire(wire, { pause: { until: 0 }, signal: new AbortController().signal });
  return { exchange: await patient.send({ method: 'GET', url: `${server.origin}/`, fields: [] }), asked };
}

test('what is put off is sent again', async () => {
  const { exchange, asked } = await askPatiently(2);
  expect([exchange.response?.status, asked]).toEqual([200, 3]);
});

test('what is put off for ever is given up', async () => {
  const { exchange, asked } = await askPatiently(Number.POSITIVE_INFINITY);
  expect([exchange.response?.status, asked]).toEqual([429, maxThrottled + 1]);
});

test.each([
  ['a pause that nobody waits for', '99999999999'],
  ['a date that nobody waits for', 'Fri, 31 Dec 9999 23:59:59 GMT'],
])('%s is not waited for', async (_, asked) => {
  const pause = { until: 0 };
  const fields = [['Retry-After', asked]] as const;
  const response = { status: 429, fields, body: '', bodyBytes: 0 };
  heedThrottling({ pause }, response);
  expect(pause.until - Date.now()).toBeLessThanOrEqual(1000);
  let sent = 0;
  const send: Wire['send'] = (request) => {
    sent += 1;
    return Promise.resolve({ request, response, startedAt: 0, totalMs: 1 });
  };
  const wire = { send, burst: () => Promise.resolve([]), sent: () => sent, close: async () => {} };
  const patient = patientWire(wire, { pause: { until: 0 }, signal: new AbortController().signal });
  await patient.send({ method: 'GET', url: 'http://127.0.0.1:1/', fields: [] });
  expect(sent).toBe(1);
});
