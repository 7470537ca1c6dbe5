import { parseArgs } from 'node:util';
import { degenerateKinds, startDegenerate } from './server.ts';

const { values } = parseArgs({
  options: { kind: { type: 'string', default: 'refuse-all' }, port: { type: 'string', default: '0' } },
});

const kind = degenerateKinds.find((candidate) => candidate === values.kind);
if (!kind) throw new Error(`--kind is one of ${degenerateKinds.join(', ')}`);
const running = await startDegenerate(kind, Number(values.port));

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.close());
console.log(`ready ${running.baseUrl}`);
