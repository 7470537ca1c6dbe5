import { onOwnEnd } from '../target/launch/own-end.ts';
import { type LaunchedProcess, startProcess } from '../target/launch/process.ts';
import { type Answered, type Command, type Driver, Reply } from './contract.ts';

export type CommandOptions = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long a reply is waited for, in milliseconds. */
  readonly timeoutMs: number;
};

/** How much a client may print: more ends it. */
const maxOutput = { line: 1_048_576, all: 33_554_432 } as const;
const graceMs = 500;

/** A program that reads commands on standard input and answers on standard output, one JSON object a line. */
export function commandDriver(options: CommandOptions): Driver {
  let running: Running | undefined;
  const release = onOwnEnd(() => running?.process.killNow());
  const current = (): Running => (running ??= start(options));
  const end = async (): Promise<void> => {
    const ending = running;
    running = undefined;
    await ending?.end();
  };
  let lastWords = '';
  return {
    ask: async (command) => {
      const process = current();
      const answered = await process.ask(command, options.timeoutMs);
      lastWords = process.process.lastLines();
      // What does not answer any more would not answer the next one either.
      if (answered.kind !== 'reply') await end();
      return answered;
    },
    renew: async () => {
      await end();
      current();
    },
    lastWords: () => lastWords,
    close: async () => {
      await end();
      release();
    },
  };
}

type Running = {
  readonly process: LaunchedProcess;
  readonly ask: (command: Command, timeoutMs: number) => Promise<Answered>;
  readonly end: () => Promise<void>;
};

function start({ command, cwd, env }: CommandOptions): Running {
  const waiting = new Map<string, (answered: Answered) => void>();
  let open = '';
  let total = 0;
  let count = 0;
  const settleAll = (answered: Answered): void => {
    for (const settle of waiting.values()) settle(answered);
    waiting.clear();
  };
  const onLine = (line: string): void => {
    if (line.trim() === '') return;
    const reply = replyIn(line);
    const settle = reply && waiting.get(reply.id);
    if (reply === undefined) settleAll({ kind: 'garbage', text: line.slice(0, 200) });
    else if (settle !== undefined) {
      waiting.delete(reply.id);
      settle({ kind: 'reply', reply });
    }
  };
  const child = startProcess(command, {
    cwd,
    env,
    onOutput: (chunk) => {
      total += chunk.length;
      const parts = `${open}${chunk}`.split('\n');
      open = parts.pop() ?? '';
      if (total > maxOutput.all || open.length > maxOutput.line) {
        child.killNow();
        settleAll({ kind: 'garbage', text: 'it prints without end' });
      } else parts.forEach(onLine);
    },
  });
  let ended: string | undefined;
  void child.ended.then((how) => {
    ended = how;
    settleAll({ kind: 'ended', how });
  });
  return {
    process: child,
    ask: (asked, timeoutMs) => {
      if (ended !== undefined) return Promise.resolve({ kind: 'ended', how: ended });
      count += 1;
      const id = String(count);
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve({ kind: 'silent', ms: timeoutMs });
        }, timeoutMs);
        waiting.set(id, (answered) => {
          clearTimeout(timer);
          resolve(answered);
        });
        child.write(`${JSON.stringify({ id, ...asked })}\n`);
      });
    },
    end: async () => {
      child.write(`${JSON.stringify({ id: 'stop', cmd: 'stop' })}\n`);
      await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      await child.stop(graceMs);
    },
  };
}

/** Output that is no reply breaks the contract: nothing that follows can be trusted. */
function replyIn(line: string): Reply | undefined {
  try {
    return Reply.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
