import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startDegenerate } from '../../../targets/degenerate/server.ts';
import { freePort } from '../../target/ports.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { folderWith, proofmark, startProofmark, targetScript } from './e2e.fixture.ts';
import { clients, describeLaunched, secretEnv } from './reference.fixture.ts';

const env = secretEnv;

/** Waits until nothing listens at the port any more. */
async function isGone(port: number): Promise<boolean> {
  while (await isUp(port)) await sleep(100);
  return true;
}

async function isUp(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}

/** Launchers of real products end when their standard input ends. */
const watchful = {
  name: 'oidc-provider',
  as: { issuer: 'http://127.0.0.1:{port.as}', clients: [clients.confidential] },
  launch: {
    command: ['node', targetScript('products/oidc-provider/oidc-provider.ts'), '--port', '{port.as}', '--watch-stdin'],
    env: { PROOFMARK_CLIENT_SECRET: { env: 'REFERENCE_SECRET' } },
    ready: { line: 'ready' },
  },
};

/** Runs against a launched server, and sends a signal once there are some findings. */
async function stopped(signal: NodeJS.Signals, target: object) {
  const port = await freePort();
  const descriptor = JSON.stringify(target).replaceAll('{port.as}', String(port));
  const cwd = await folderWith({ 'target.yaml': descriptor });
  const started = startProofmark(['run', 'target.yaml', '--out', 'out', '--concurrency', '2'], { cwd, env });
  await started.recorded('finding', 10);
  started.signal(signal);
  const ended = await started.ended;
  return { ...ended, cwd, gone: await isGone(port) };
}

describe('a run that is stopped', () => {
  test('by Ctrl-C ends with 130, a whole record, its reports, and no server left behind', async () => {
    const { code, cwd, err, out, gone } = await stopped('SIGINT', describeLaunched());
    const { finished, findings } = await readCheckedRecord(`${cwd}/out/record.ndjson`);
    expect([code, finished?.ended, finished?.exitCode, gone]).toEqual([130, 'interrupted', 130, true]);
    expect(findings.filter(({ verdict }) => ['fail', 'blocked', 'error'].includes(verdict))).toEqual([]);
    expect(err).toContain('proofmark: interrupted, finishing the record (again to stop at once)');
    expect(out).toMatch(
      /^ {2}! The run was interrupted before its end\.$[^]*^Not conclusive \(partial: \d+ of \d+ cases\), exit 130: /m,
    );
  });

  test.each([
    ['whose launcher watches its standard input', watchful],
    ['that watches nothing', describeLaunched()],
  ])('by SIGKILL leaves a record that can be reported, and no server %s', async (_kind, target) => {
    const { code, cwd, gone } = await stopped('SIGKILL', target);
    expect([code, gone]).toEqual([null, true]);
    const reported = await proofmark(['report', 'out/record.ndjson'], { cwd });
    expect(reported.code).toBe(0);
    expect(reported.out).toMatch(
      /^ {2}! This record has no end: the run was killed[^]*^Not conclusive \(partial: \d+ of \d+ cases\): \d+ /m,
    );
    expect(reported.out).toContain('report  out/report.html');
  });

  test.each(['hang', 'throttle-429'] as const)('does not wait for a server: %s', async (kind) => {
    const server = await startDegenerate(kind);
    try {
      const endpoints = { token: `${server.baseUrl}/token` };
      const limits = { timeoutSeconds: 120 };
      const as = [{ endpoints }, ...(kind === 'hang' ? [{ issuer: server.baseUrl }] : [])];
      for (const how of as) {
        const cwd = await folderWith({
          't.yaml': { name: 'x', as: { ...how, clients: [clients.confidential] }, limits },
        });
        const started = startProofmark(['run', 't.yaml', '--out', 'out'], { cwd, env });
        await started.recorded('run-started', 1);
        await sleep(300);
        started.signal('SIGINT');
        const { code } = await started.ended;
        expect(code).toBe(130);
        expect(await readFile(`${cwd}/out/record.ndjson`, 'utf8')).not.toContain('no complete answer within');
      }
    } finally {
      await server.close();
    }
  });

  test('and a self-test too ends with 130', async () => {
    const started = startProofmark(['selftest', '--only', 'nonce', '--jobs', '2']);
    await started.printed(/^\w+ \S+: /m);
    started.signal('SIGTERM');
    const { code } = await started.ended;
    expect(code).toBe(130);
  });

  test('while a launched server does not get ready ends it too', async () => {
    const port = await freePort();
    const command = ['node', targetScript('degenerate/main.ts'), '--kind', 'hang', '--port', String(port)];
    const launch = { command, ready: { line: 'never printed' } };
    const as = { issuer: 'http://127.0.0.1:9', clients: [clients.confidential] };
    const cwd = await folderWith({ 't.yaml': { name: 'x', as, launch } });
    const started = startProofmark(['run', 't.yaml', '--out', 'out'], { cwd, env });
    await started.recorded('run-started', 1);
    while (!(await isUp(port))) await sleep(20);
    started.signal('SIGTERM');
    const { code } = await started.ended;
    expect([code, await isGone(port)]).toEqual([130, true]);
  });
});
