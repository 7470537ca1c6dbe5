import { setTimeout as sleep } from 'node:timers/promises';
import { onOwnEnd } from '../target/launch/own-end.ts';
import { type LaunchedProcess, startProcess } from '../target/launch/process.ts';
import { type Answered, type Command, type Driver, Reply } from './contract.ts';

export type CommandOptions = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long a reply is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** The same for the first command, before which a program may have to fetch what it needs. */
  readonly startMs?: number;
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
      const isFirst = command.cmd === 'hello' && options.startMs !== undefined;
      const answered = await process.ask(command, isFirst ? options.startMs : options.timeoutMs);
      lastWords = process.process.lastLines();
      // What does not answer any more would not answer the next one either.
      if (answered.kind !== 'reply') await end();
      return answered;
    },
    renew: async () => {
      const ending = running;
      // The new one takes its time to start, so it starts while the old one ends.
      running = start(options);
      await ending?.end();
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
  const desk = createDesk();
  const lines = splitLines(desk.onLine);
  const child = startProcess(command, {
    cwd,
    env,
    onOutput: (chunk) => {
      if (lines.isWithin(chunk)) return;
      child.killNow();
      desk.settleAll({ kind: 'garbage', text: 'it prints without end' });
    },
  });
  let ended: string | undefined;
  void child.ended.then((how) => {
    ended = how;
    desk.settleAll({ kind: 'ended', how });
  });
  return {
    process: child,
    ask: (asked, timeoutMs) => {
      if (ended !== undefined) return Promise.resolve({ kind: 'ended', how: ended });
      const { id, answered } = desk.expect(timeoutMs);
      child.write(`${JSON.stringify({ id, ...asked })}\n`);
      return answered;
    },
    end: async () => {
      child.write(`${JSON.stringify({ id: 'stop', cmd: 'stop' })}\n`);
      await Promise.race([child.ended, sleep(graceMs, undefined, { ref: false })]);
      await child.stop(graceMs);
    },
  };
}

/** Hands each reply to whoever waits for it. */
function createDesk() {
  const waiting = new Map<string, (answered: Answered) => void>();
  let count = 0;
  const settle = (id: string, answered: Answered): void => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    waiter?.(answered);
  };
  const settleAll = (answered: Answered): void => {
    for (const id of waiting.keys()) settle(id, answered);
  };
  return {
    settleAll,
    onLine: (line: string): void => {
      if (line.trim() === '') return;
      const reply = replyIn(line);
      if (reply === undefined) settleAll({ kind: 'garbage', text: line.slice(0, 200) });
      else settle(reply.id, { kind: 'reply', reply });
    },
    expect: (timeoutMs: number): { readonly id: string; readonly answered: Promise<Answered> } => {
      count += 1;
      const id = String(count);
      const { promise, resolve } = Promise.withResolvers<Answered>();
      const timer = setTimeout(() => settle(id, { kind: 'silent', ms: timeoutMs }), timeoutMs);
      waiting.set(id, (answered) => {
        clearTimeout(timer);
        resolve(answered);
      });
      return { id, answered: promise };
    },
  };
}

/** Answers whether what was printed so far is within bounds. */
function splitLines(onLine: (line: string) => void) {
  let open = '';
  let total = 0;
  return {
    isWithin: (chunk: string): boolean => {
      total += chunk.length;
      const parts = `${open}${chunk}`.split('\n');
      open = parts.pop() ?? '';
      if (total > maxOutput.all || open.length > maxOutput.line) return false;
      parts.forEach(onLine);
      return true;
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
