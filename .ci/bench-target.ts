// A target of the bench in a process of its own. `null` gives every request the same answer, `jose` checks every proof.
// It prints its URL, and ends when its standard input ends.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { startBenchServer } from './bench-server.ts';

const kind = process.argv[2];
console.log(kind === 'jose' ? (await startBenchServer('refuse')).url : await startNull());
process.stdin.resume().once('end', () => process.exit());

/** A server that does as little as possible, so that the bench measures the sender. */
async function startNull(): Promise<string> {
  const issued = answer({ access_token: 'bench-token', token_type: 'DPoP', expires_in: 3600 });
  const resource = answer({ resource: true });
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    // Each connection has one request at a time. A full buffer means that more of it follows.
    socket.on('data', (chunk: Buffer) => {
      if (chunk.length < 65_536) socket.write(chunk.toString('latin1', 0, 11) === 'POST /token' ? issued : resource);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(body: object): string {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}
