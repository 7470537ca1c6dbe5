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
// The process that started this one has the other end of stdin. When stdin closes, that process is gone.
// Waiting for that must not keep this process alive after a signal.
if (values['watch-stdin'])
  process.stdin
    .on('end', () => void running.close())
    .resume()
    .unref();
const { issuer, resourceBase, replicas } = running;
console.log(['ready', issuer, resourceBase, ...replicas.as.slice(1), ...replicas.rs.slice(1)].join(' '));
