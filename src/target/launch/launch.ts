import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Path } from '../../document/source.ts';
import { type Advice, HarnessError } from '../../errors.ts';
import type { LaunchDescriptor } from '../descriptor/launch.ts';
import { machineEnv } from '../machine-env.ts';
import { onOwnEnd } from './own-end.ts';
import { startProcess, type LaunchedProcess } from './process.ts';
import { answers, untilReady } from './ready.ts';

export type LaunchOptions = {
  readonly cwd: string;
  /** Holds the values of `{ env: NAME }`; beside them a child gets only what `machineEnv` names. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Gets each line that a child prints, free of control characters, and a line when one ends unasked. */
  readonly log?: (line: string) => void;
};

export type Launched = { readonly stop: () => Promise<void> };

/**
 * Starts local servers in order, each when the one before is ready. They end at `stop()`, with this process, or when a
 * later one does not start. They share a folder for what they write, `PROOFMARK_SCRATCH`, which is removed with them.
 * @throws HarnessError `ERR_TARGET_LAUNCH`, with the last lines that the process printed
 */
export async function launch(descriptors: readonly LaunchDescriptor[], options: LaunchOptions): Promise<Launched> {
  const running: { readonly process: LaunchedProcess; readonly graceMs: number }[] = [];
  const release = onOwnEnd(() => running.forEach(({ process: each }) => each.killNow()));
  let stopping: Promise<void> | undefined;
  const scratch = await mkdtemp(join(tmpdir(), 'proofmark-launch-'));
  const stopAll = async (): Promise<void> => {
    for (const { process: each, graceMs } of running.toReversed()) await each.stop(graceMs);
    await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
    release();
  };
  const stop = (): Promise<void> => (stopping ??= stopAll());
  try {
    for (const [index, descriptor] of descriptors.entries()) {
      await requireSilence(descriptor);
      const env = { ...childEnv(descriptor, options.env), PROOFMARK_SCRATCH: scratch };
      const started = startProcess(descriptor.command, { cwd: options.cwd, env });
      running.push({ process: started, graceMs: descriptor.stopSeconds * 1000 });
      started.onLine((line) => options.log?.(line));
      await untilUp(started, { descriptor, at: pathOf(descriptors, index) }, options.signal);
      void started.ended.then((how) => {
        if (stopping === undefined) options.log?.(`${started.command} ${how}`);
      });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

// A server left over from an earlier run would be tested instead of the one that starts here.
async function requireSilence({ command, ready }: LaunchDescriptor): Promise<void> {
  if ('url' in ready && (await answers(ready.url))) {
    const message = `something already answers at ${ready.url}; end it before "${command.join(' ')}" is launched`;
    throw new HarnessError('ERR_TARGET_LAUNCH', message);
  }
}

function childEnv(descriptor: LaunchDescriptor, from: LaunchOptions['env']): Record<string, string> {
  const env = machineEnv(from);
  for (const [name, value] of Object.entries(descriptor.env)) {
    const resolved = typeof value === 'string' ? value : from[value.env];
    if (resolved === undefined) {
      const wanted = typeof value === 'string' ? name : value.env;
      throw new HarnessError(
        'ERR_TARGET_LAUNCH',
        `launch.env.${name} needs the environment variable ${wanted}; set it`,
      );
    }
    env[name] = resolved;
  }
  return env;
}

/** A descriptor launches one server, or a list of them. */
function pathOf(descriptors: readonly LaunchDescriptor[], index: number): Path {
  return descriptors.length === 1 ? ['launch'] : ['launch', index];
}

/** How a launcher ends that says in its own words what this machine lacks, as a shell does for an unknown command. */
const unavailable = 'exited with code 127';

type Wanted = { readonly descriptor: LaunchDescriptor; readonly at: Path };

async function untilUp(started: LaunchedProcess, { descriptor, at }: Wanted, signal?: AbortSignal): Promise<void> {
  const { ready, readySeconds } = descriptor;
  const settled = new AbortController();
  const late = AbortSignal.timeout(readySeconds * 1000);
  const end = AbortSignal.any([settled.signal, late, ...(signal === undefined ? [] : [signal])]);
  const unready = (): string =>
    late.aborted ? `was not ready within ${readySeconds} s` : 'was interrupted before it was ready';
  const problem = await Promise.race([
    untilReady(started, ready, end).then((isReady) => (isReady ? undefined : unready())),
    started.ended,
  ]);
  settled.abort();
  if (problem === undefined) return;
  if (problem === unavailable && started.lastLines() !== '')
    throw new HarnessError('ERR_TARGET_LAUNCH', started.lastLines(), { advice: { at: [...at, 'command'] } });
  const advice = late.aborted ? { at: [...at, 'readySeconds'], fix: readyFix(descriptor) } : { at: [...at, 'command'] };
  throw launchError(started, problem, advice);
}

function readyFix({ ready }: LaunchDescriptor): string {
  const sign =
    'url' in ready ? `it answers at ${ready.url}` : `it prints a line that begins with ${JSON.stringify(ready.line)}`;
  return `raise readySeconds if it only needs longer to start; else see that ${sign}`;
}

function launchError({ command, lastLines }: LaunchedProcess, problem: string, advice: Advice): HarnessError {
  const output = lastLines();
  const tail = output === '' ? 'it wrote nothing' : `its last lines:\n${output}`;
  return new HarnessError('ERR_TARGET_LAUNCH', `"${command}" ${problem}; ${tail}`, { advice });
}
