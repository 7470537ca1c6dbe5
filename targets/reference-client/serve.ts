import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { createCommands } from './commands.ts';
import { jsonObject } from './http/message.ts';
import type { Self } from './self.ts';

/** Reads a JSON object a line and answers each with one, in the order in which they are done, until `stop` or the end. */
export async function serve(self: Self, input: Readable, output: Writable): Promise<void> {
  const run = createCommands(self);
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const request = jsonObject(line);
    const answer = run(request).then((reply) => output.write(`${JSON.stringify({ id: request['id'], ...reply })}\n`));
    if (request['cmd'] !== 'stop') continue;
    await answer;
    return;
  }
}
