/** Starts one of the servers here, as it is or with one defect, and prints `ready` with its URL. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { unlikeServers } from './servers.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: '' },
    port: { type: 'string', default: '0' },
    issuer: { type: 'string', default: '' },
    defect: { type: 'string' },
    'watch-stdin': { type: 'boolean', default: false },
  },
});

const found = unlikeServers.find(({ id }) => id === values.server);
if (found === undefined) throw new Error(`--server is one of ${unlikeServers.map(({ id }) => id).join(', ')}`);
if (values.defect !== undefined && !Object.hasOwn(found.defects, values.defect))
  throw new Error(`--defect is one of ${Object.keys(found.defects).join(', ')}`);

const server = createServer({ keepAliveTimeout: 30_000 });
server.listen(Number(values.port), '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : values.port}`;
const handle = found.start({ base, issuer: values.issuer }, (defect) => defect === values.defect);

server.on('request', (request, response) => {
  Promise.resolve(handle(request, response)).catch((error: unknown) => {
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  });
});

const stop = (): void => {
  server.close();
  server.closeAllConnections();
  process.stdin.destroy();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
if (values['watch-stdin']) process.stdin.resume().once('end', stop);
console.log(`ready ${base}`);
