import { once } from 'node:events';
import { connect } from 'node:net';
import type { Members } from './members.ts';

const patience = 1000;
let issuer = '';

/** The port of the discard service, where nobody listens. */
export async function elsewhere(): Promise<void> {
  await attempt(async () =>
    fetch('http://127.0.0.1:9/token', { method: 'POST', signal: AbortSignal.timeout(patience) }),
  );
}

/** RFC 6749 4.4 as it was before DPoP. */
export async function withoutDpop(request: Members): Promise<void> {
  if (request['cmd'] === 'start') issuer = String(request['issuer']);
  const url = request['cmd'] === 'call' ? String(request['url']) : `${issuer}/token`;
  if (!['token', 'call'].includes(String(request['cmd']))) return;
  const isToken = request['cmd'] === 'token';
  await attempt(async () =>
    fetch(url, {
      signal: AbortSignal.timeout(patience),
      ...(isToken ? { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) } : {}),
      headers: isToken ? {} : { authorization: 'Bearer none' },
    }),
  );
}

export async function garbageOnTheWire(request: Members): Promise<void> {
  if (request['cmd'] === 'start') issuer = String(request['issuer']);
  if (request['cmd'] !== 'token') return;
  await attempt(async () => {
    const { hostname, port } = new URL(issuer);
    const socket = connect(Number(port), hostname);
    socket.setTimeout(patience, () => socket.destroy());
    socket.end('\u0000\u0001 POST /token\r\nDPoP: \u001B[31m\r\n\r\n');
    await once(socket.resume(), 'close');
  });
}

/** Whether it works is of no interest here. */
async function attempt(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch {
    // This client reports success all the same.
  }
}
