import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { createSelf, type SelfOptions } from '../self.ts';
import { serve } from '../serve.ts';

type Members = Readonly<Record<string, unknown>>;

/** A client in this process, driven by lines as one in a process of its own is. */
export interface Driven {
  /** Sends one command. Answers the reply without its id. */
  ask(command: Members): Promise<Members>;
  stop(): Promise<void>;
}

export function driven(options: SelfOptions = {}): Driven {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ended = serve(createSelf(options), input, output);
  const replies = new Map<string, (reply: Members) => void>();
  createInterface({ input: output }).on('line', (line) => {
    const { id, ...reply } = JSON.parse(line) as Members;
    replies.get(String(id))?.(reply);
  });
  let count = 0;
  const ask = async (command: Members): Promise<Members> => {
    count += 1;
    const id = String(count);
    const reply = new Promise<Members>((resolve) => replies.set(id, resolve));
    if (!input.write(`${JSON.stringify({ id, ...command })}\n`)) await once(input, 'drain');
    return reply;
  };
  return {
    ask,
    stop: async () => {
      await ask({ cmd: 'stop' });
      await ended;
    },
  };
}
