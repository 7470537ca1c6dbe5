import { createServer, type RequestListener, type Server } from 'node:http';
import { expect, test } from 'vitest';
import type { Quirks, QuirkValue } from '../record/quirk.ts';
import { describeServer } from '../selftest/context.ts';
import { measureTarget } from './quirks.fixture.ts';

const ids = ['iat-past', 'longest-jti', 'nonce-policy', 'latency'];

/** A token endpoint that checks nothing. */
async function withServer<T>(listener: RequestListener, use: (token: string) => Promise<T>): Promise<T> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/token`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function measure(token: string, only: readonly string[] = ids): Promise<Quirks> {
  const client = { id: 'one', auth: 'client_secret_post', secret: { env: 'ONE' }, grants: ['client_credentials'] };
  const body = { as: { endpoints: { token }, clients: [client] }, limits: { timeoutSeconds: 1 } };
  return measureTarget(describeServer('trouble', body, { ONE: 'a-secret-of-one' }), {
    slow: false,
    only,
    log: () => {},
  });
}

function reasons({ list }: Quirks): readonly string[] {
  return list.map(({ value }) => (value.kind === 'unmeasured' ? value.reason : `measured: ${value.kind}`));
}

const issued = JSON.stringify({ access_token: 'an-access-token', token_type: 'DPoP', expires_in: 60 });

test('a target that dies while it is measured ends its quirks, not the run', async () => {
  let count = 0;
  const quirks = await withServer((request, response) => {
    count += 1;
    if (count > 12) request.socket.destroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(issued);
  }, measure);
  expect(reasons(quirks)[0]).toMatch(/^a changed request was answered: reset/);
  expect(reasons(quirks).slice(1)).toEqual(
    Array(3).fill(expect.stringMatching(/^lawful requests got no answer any more: reset/)),
  );
  // Each kept connection is found dead once.
  expect(count).toBeLessThan(40);
});

test('a target that answers lawful requests with errors is not measured at all', async () => {
  const quirks = await withServer((_, response) => response.writeHead(401).end(), measure);
  expect(reasons(quirks)).toEqual(Array(4).fill(expect.stringMatching(/^http.*was not accepted: 401/)));
});

test('a crash is reported, and no boundary is made of it', async () => {
  const crashing: RequestListener = (request, response) => {
    const isLong = String(request.headers['dpop']).length > 3000;
    response.writeHead(isLong ? 500 : 200, { 'content-type': 'application/json' }).end(isLong ? '' : issued);
  };
  const quirks = await withServer(crashing, async (token) => measure(token, ['longest-jti']));
  expect(reasons(quirks)).toEqual([expect.stringMatching(/^a proof of \d+ characters was answered: 500/)]);
});

test('a server that throttles is given its pause and measured', async () => {
  let count = 0;
  const throttling: RequestListener = (_, response) => {
    count += 1;
    if (count % 25 === 0) response.writeHead(429, { 'retry-after': '0' }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(issued);
  };
  const quirks = await withServer(throttling, async (token) => measure(token, ['iat-future']));
  const wide: QuirkValue = {
    kind: 'number',
    unit: 'seconds',
    median: 86_400,
    min: 86_400,
    max: 86_400,
    isAtLeast: true,
  };
  expect(quirks.list.map(({ value }) => value)).toEqual([wide]);
});
