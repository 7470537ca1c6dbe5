import { parseArgs } from 'node:util';
import { startReference } from './server.ts';

const { values } = parseArgs({
  options: {
    'as-port': { type: 'string', default: '0' },
    'rs-port': { type: 'string', default: '0' },
    'watch-stdin': { type: 'boolean', default: false },
    mutant: { type: 'string', multiple: true },
    variant: { type: 'string' },
  },
});

const [mutant, ...also] = values.mutant ?? [];
const running = await startReference({
  asPort: Number(values['as-port']),
  rsPort: Number(values['rs-port']),
  ...(mutant === undefined ? {} : { mutant, also }),
  ...(values.variant === undefined ? {} : { variant: values.variant }),
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.close());
// Whoever started us holds the other end, and is gone when it closes.
// Waiting for that must not keep a server alive that has been told to stop.
if (values['watch-stdin'])
  process.stdin
    .on('end', () => void running.close())
    .resume()
    .unref();
const { issuer, resourceBase, replicas } = running;
console.log(['ready', issuer, resourceBase, ...replicas.as.slice(1), ...replicas.rs.slice(1)].join(' '));
