import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { onOwnEnd } from '../target/launch/own-end.ts';
import { type LaunchedProcess, startProcess } from '../target/launch/process.ts';
import type { CommandOptions } from './command.ts';
import { type Answered, type Command, type Driver, Reply } from './contract.ts';

/** What a program ends with that cannot do a task. */
const unsupported = 127;

const maxOutput = 1_048_576;

type Start = Extract<Command, { cmd: 'start' }>;

/**
 * A program that is started for each task, and asked by environment variables. What it has to keep between tasks it keeps in the
 * folder PROOFMARK_STATE. Exit code 0: done, 127: not supported, any other: failed. It may print a reply as JSON.
 */
export function environmentDriver(options: CommandOptions): Driver {
  const starts = new Map<string, Start>();
  const folder = mkdtemp(join(tmpdir(), 'proofmark-client-'));
  let running: LaunchedProcess | undefined;
  let lastWords = '';
  const release = onOwnEnd(() => running?.killNow());
  const ask = async (command: Command): Promise<Answered> => {
    if (isStart(command)) starts.set(command.session, command);
    const session = 'session' in command ? command.session : '';
    const env = { ...options.env, ...variables(command, starts.get(session)), PROOFMARK_STATE: await folder };
    let output = '';
    const child = startProcess(options.command, {
      cwd: options.cwd,
      env,
      onOutput: (chunk) => {
        output += chunk;
        if (output.length > maxOutput) child.killNow();
      },
    });
    running = child;
    const late = AbortSignal.timeout(options.timeoutMs);
    const timedOut = new Promise<'late'>((resolve) =>
      late.addEventListener('abort', () => resolve('late'), { once: true }),
    );
    const how = await Promise.race([child.ended, timedOut]);
    lastWords = child.lastLines();
    await child.stop(500);
    running = undefined;
    return how === 'late' ? { kind: 'silent', ms: options.timeoutMs } : answeredBy(how, output);
  };
  return {
    ask,
    // Each task has a process of its own anyway.
    renew: () => Promise.resolve(),
    lastWords: () => lastWords,
    close: async () => {
      release();
      await rm(await folder, { recursive: true, force: true });
    },
  };
}

function isStart(command: Command): command is Start {
  return command.cmd === 'start';
}

function variables(command: Command, start: Start | undefined): Record<string, string> {
  const ofStart = {
    PROOFMARK_ISSUER: start?.issuer,
    PROOFMARK_RESOURCE: start?.resource,
    PROOFMARK_CLIENT_ID: start?.client.id,
    PROOFMARK_CLIENT_SECRET: start?.client.secret,
    PROOFMARK_CA: start?.ca,
  };
  const known = Object.entries(ofStart).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { PROOFMARK_TASK: JSON.stringify(command), ...Object.fromEntries(known) };
}

function answeredBy(how: string, output: string): Answered {
  const code = /^exited with code (?<code>\d+)$/.exec(how)?.groups?.['code'];
  if (code === undefined) return { kind: 'ended', how };
  const printed = replyIn(output);
  if (Number(code) === unsupported) return reply({ ok: false, unsupported: true });
  if (code === '0') return reply({ ...printed, ok: printed?.ok ?? true });
  return reply({ ...printed, error: printed?.error ?? { code: `exit ${code}`, text: '' }, ok: false });
}

function reply(members: Omit<Reply, 'id'>): Answered {
  return { kind: 'reply', reply: { id: '', ...members } };
}

type Printed = z.output<typeof Printed>;
const Printed = Reply.omit({ id: true, ok: true }).extend({ ok: z.boolean().optional() });

/** The last line that is a JSON object. */
function replyIn(output: string): Printed | undefined {
  const line = output.trim().split('\n').at(-1) ?? '';
  try {
    return Printed.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
