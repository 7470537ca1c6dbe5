import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runDescriptor, verdictsOf } from './e2e.fixture.ts';
import { clients, secretEnv, withReference } from './reference.fixture.ts';

/** An authorization endpoint which sends so many users on to another one, and refuses all that come later. */
async function authorizing(users: number, next: string): Promise<string> {
  let seen = 0;
  const server = createServer(({ url = '' }, response) => {
    seen += 1;
    response.writeHead(seen > users ? 500 : 302, {
      Location: `${next}${new URL(url, next).search}`,
      Connection: 'close',
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/authorize`;
}

test.each([3, 4, 5, 6, 7, 8])(
  'a burst that gets no code after %d users leaves a record that recomputes',
  async (users) => {
    const { record } = await withReference({}, async ({ issuer }) => {
      const authorization = await authorizing(users, `${issuer}/authorize`);
      const client = { ...clients.public, grants: ['authorization_code'] };
      const as = { endpoints: { token: `${issuer}/token`, authorization }, clients: [client] };
      return runDescriptor({ name: 'as', as }, ['--case', 'code-at-once'], { env: secretEnv });
    });
    expect(verdictsOf(record)).toEqual([expect.stringMatching(/^code-at-once@token/)]);
  },
);
