import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { degenerateClients } from './kinds.ts';
import type { Members } from './members.ts';

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [id = 'says-ok'] = positionals;

const kind = degenerateClients[id];
if (kind === undefined) throw new Error(`the kind is one of ${Object.keys(degenerateClients).join(', ')}`);

if (values.list)
  for (const [name, { summary }] of Object.entries(degenerateClients)) console.log(`${name}\t${summary}`);
else {
  kind.first?.(process.stdout);
  createInterface({ input: process.stdin }).on('line', (line) => {
    const request = JSON.parse(line) as Members;
    void Promise.resolve(kind.answer(request, process.stdout)).then(() => {
      if (request['cmd'] === 'stop' && id !== 'leaves-a-child') process.exit(0);
    });
  });
}
