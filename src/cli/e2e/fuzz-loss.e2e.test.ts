import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRecord } from '../../record/reader.ts';
import { freePort } from '../../target/ports.ts';
import { type Ended, folderWith, startProofmark, targetScript, untilRecorded } from './e2e.fixture.ts';
import { clients, describeReference, secretEnv } from './reference.fixture.ts';

const env = secretEnv;
const longest = 300_000;
const many = ['--seed', '1', '--runs', '100000', '--out', 'out'];
const limits = { timeoutSeconds: 1 };

/** A reference server in a process of its own, which can be stopped and killed. */
async function startApart(flags: readonly string[] = []) {
  const [asPort, rsPort] = [await freePort(), await freePort()];
  const ports = ['--as-port', String(asPort), '--rs-port', String(rsPort)];
  const child = spawn(process.execPath, [targetScript('reference/main.ts'), ...ports, ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const origin = (port: number): string => `http://127.0.0.1:${port}`;
  const running = { issuer: origin(asPort), resourceBase: origin(rsPort), replicas: { as: [], rs: [] } };
  return { child, target: { ...describeReference({ ...running, close: async () => {} }), limits } };
}

/** A campaign during which something happens, once it has been under way for a while. */
async function during(target: object, happens: (signal: (name: NodeJS.Signals) => void) => void): Promise<Told> {
  const cwd = await folderWith({ 't.yaml': target });
  const started = startProofmark(['fuzz', 't.yaml', ...many], { cwd, env });
  await untilRecorded(join(cwd, 'out/record.ndjson'), 'preflight', 1);
  await sleep(3000);
  happens(started.signal);
  const ended = await started.ended;
  return { ...ended, record: await readRecord(join(cwd, 'out/record.ndjson')) };
}

type Told = Ended & { readonly record: Awaited<ReturnType<typeof readRecord>> };

const fails = ({ record }: Told): readonly string[] =>
  record.findings.filter(({ verdict }) => verdict === 'fail').map(({ instance }) => instance);

describe('a campaign that cannot come to its end', () => {
  test(
    'interrupted: ends with 130, a whole record, and what it has come upon',
    async () => {
      const { target } = await startApart(['--mutant', 'as-typ-missing-accepted']);
      const told = await during(target, (signal) => signal('SIGINT'));
      const { finished, fuzzed } = told.record;
      expect([told.code, finished?.ended, fuzzed.map(({ stopped }) => stopped)]).toEqual([
        130,
        'interrupted',
        ['interrupted'],
      ]);
      expect(told.out).toMatch(/^ {2}fuzzing {2}\d+ plans at token, resource: .*; ended: interrupted$/m);
      expect(told.out).toMatch(/warn {2}rejects a request changed thus: header typ is missing\n.*fuzz-\w+@token/);
    },
    longest,
  );

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'the server is gone by %s: ends with 3, told as that, and nobody is blamed',
    async (signal) => {
      const { target, child } = await startApart();
      const told = await during(target, () => void child.kill(signal));
      expect([told.code, fails(told)]).toEqual([3, []]);
      expect(told.out).toMatch(/ {2}! reference: Fuzzing could not go on at \w+: .*\.$/m);
      expect(told.out).toContain('Not conclusive');
    },
    longest,
  );

  test(
    'the server asks for pauses without end: ends with 3 and says so',
    async () => {
      const { target } = await throttled((count) => count > 400);
      const told = await during(target, () => {});
      expect([told.code, fails(told)]).toEqual([3, []]);
      expect(told.out).toMatch(/ {2}! throttled: Fuzzing could not go on at token: .*\.$/m);
    },
    longest,
  );
});

describe('a campaign that goes gently', () => {
  test(
    'waits as long as the server asks for, and tries everything all the same',
    async () => {
      let until = 0;
      const { target } = await throttled((count) => {
        if (count % 400 === 0) until = Date.now() + 900;
        return Date.now() < until;
      });
      const { record } = await fuzz(target, '--runs', '0');
      expect(record.fuzzed).toMatchObject([{ stopped: 'all plans were tried' }]);
      const { agrees = 0, surprise = 0, unjudged = 0 } = record.fuzzed[0]?.plans ?? {};
      expect(unjudged).toBeLessThan((agrees + surprise) / 4);
    },
    longest,
  );

  test(
    'sends no more in a second than it is told to',
    async () => {
      const { target, arrivals } = await throttled(() => false);
      await fuzz(target, '--rps', '100', '--max-requests', '300');
      const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
      // Beside what may go out in the first second at once.
      expect(seconds).toBeGreaterThanOrEqual((arrivals.length - 200) / 100);
      expect(arrivals.length).toBeGreaterThan(300);
    },
    longest,
  );
});

async function fuzz(target: object, ...flags: readonly string[]): Promise<Told> {
  const cwd = await folderWith({ 't.yaml': target });
  const ended = await startProofmark(['fuzz', 't.yaml', '--seed', '1', ...flags, '--out', 'out'], { cwd, env }).ended;
  return { ...ended, record: await readRecord(join(cwd, 'out/record.ndjson')) };
}

/** A token endpoint that takes any proof of three parts, and answers some requests with 429. */
async function throttled(
  isTooMany: (count: number) => boolean,
): Promise<{ readonly target: object; readonly arrivals: readonly number[] }> {
  let count = 0;
  const arrivals: number[] = [];
  const answer: RequestListener = (request, response) => {
    count += 1;
    arrivals.push(performance.now());
    request.resume();
    const isThrottled = isTooMany(count);
    const isLawful = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(String(request.headers['dpop']));
    const status = isThrottled ? 429 : isLawful ? 200 : 400;
    const body = isLawful
      ? { access_token: `t-${count}-abcdefgh`, token_type: 'DPoP' }
      : { error: 'invalid_dpop_proof' };
    const fields = { 'content-type': 'application/json', ...(isThrottled ? { 'retry-after': '1' } : {}) };
    response.writeHead(status, fields).end(JSON.stringify(isThrottled ? { error: 'slow_down' } : body));
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const as = { endpoints: { token: `http://127.0.0.1:${port}/token` }, clients: [clients.confidential] };
  return { target: { name: 'throttled', as, limits }, arrivals };
}
