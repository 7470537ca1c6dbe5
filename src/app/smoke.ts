import { HarnessError } from '../errors.ts';
import { loadDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { isClient, openStage } from '../runner/client/open-stage.ts';
import { play } from '../runner/client/play.ts';
import { type Played, whyShort, wordText } from '../verdict/client/played.ts';
import { playedOf } from '../runner/client/run-cases.ts';
import { Task } from '../suite/client/task.ts';
import type { Host } from './host.ts';

/** What a client did with the plain task, line by line. */
export type Smoke = { readonly lines: readonly string[]; readonly isWell: boolean };

/**
 * Asks a client to introduce itself, for something made up, and for the plain task against lawful servers.
 *
 * @throws HarnessError `ERR_USAGE` where the descriptor is of a server, `ERR_TARGET_LAUNCH` where the client cannot be driven
 */
export async function smokeClient(
  { env, cwd, signal }: Pick<Host, 'env' | 'cwd' | 'signal'>,
  path: string,
): Promise<Smoke> {
  const loaded = await loadDescriptor(path, { env, cwd, port: freePort });
  if (!isClient(loaded))
    throw new HarnessError('ERR_USAGE', `${path} describes servers: proofmark doctor looks at these`);
  const stage = await openStage(loaded, { env, signal, emit: () => {} });
  try {
    const { name, version, language, decides } = stage.introduction;
    const head = [
      `hello     ${name} ${version} (${language || 'no language named'}), its ${decides} decides`,
      `does      ${[...stage.does].join(', ') || 'nothing'}`,
      'made-up   unsupported, as it should be',
    ];
    const task = Task.parse({ steps: [{ do: 'token' }, ...(stage.does.has('call') ? [{ do: 'call' }] : [])] });
    const played = playedOf(await play(stage, { task, posture: [], instance: 'smoke', purpose: 'control-before' }));
    const short = whyShort(played, task);
    const end = short === undefined ? 'the plain task was done' : `the plain task was not done: ${short}`;
    return { lines: [...head, ...playedLines(played), end], isWell: short === undefined };
  } finally {
    await stage.driver.close();
  }
}

function playedLines({ arrivals, words, stderr }: Played): readonly string[] {
  const requests = arrivals.map(
    ({ method, url, status, dpop }) =>
      `  ${method} ${new URL(url).pathname}  ${dpop.length > 0 ? 'with a proof' : 'no proof'}, answered ${status}`,
  );
  const last = stderr === undefined ? [] : ['its last words:', ...stderr.split('\n').slice(-5)];
  return [
    'requests',
    ...(requests.length === 0 ? ['  none'] : requests),
    ...words.map((word) => `said      ${wordText(word)}`),
    ...last,
  ];
}
