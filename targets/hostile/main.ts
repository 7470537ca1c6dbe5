import { parseArgs } from 'node:util';
import { startHostile } from './server.ts';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'everything-in-turn' },
    after: { type: 'string', default: '0' },
    'as-port': { type: 'string', default: '0' },
    'rs-port': { type: 'string', default: '0' },
    foreign: { type: 'string', default: 'http://127.0.0.3:9' },
  },
});

const running = await startHostile({
  mode: values.mode,
  after: Number(values.after),
  asPort: Number(values['as-port']),
  rsPort: Number(values['rs-port']),
  foreign: values.foreign,
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.close());
console.log(`ready ${running.issuer} ${running.resourceBase}`);
