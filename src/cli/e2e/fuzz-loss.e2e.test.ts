import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRecord } from '../../record/reader.ts';
import { freePort } from '../../target/ports.ts';
import { type Ended, folderWith, startProofmark, targetScript } from './e2e.fixture.ts';
import { hasFindings, type Loss, startLosing, type Traffic } from './losing.fixture.ts';
import { describeReference, secretEnv } from './reference.fixture.ts';

const env = secretEnv;
const limits = { timeoutSeconds: 1 };

type Campaign = Ended & { readonly record: Awaited<ReturnType<typeof readRecord>> };

/** Failures whose only evidence is silence or a pause, which prove nothing. */
const blamedForSilence = ({ record }: Campaign): readonly string[] =>
  record.findings
    .filter(({ verdict, reason }) => verdict === 'fail' && /timeout|reset|connect|429|No answer/.test(reason))
    .map(({ instance, reason }) => `${instance}: ${reason}`);

/** Each phase is recognised by requests that only this phase sends, on any machine. */
const phases: Readonly<Record<string, (traffic: Traffic, record: string) => boolean>> = {
  'the plan that can be seen once only': ({ count }) => count > 4,
  'the listed plans': ({ count }) => count > 300,
  'the confirmation of a finding': (_, record) => hasFindings(record, 2),
  'the sequences': ({ repeats }) => repeats > 0,
  'the plans at random': ({ repeats, sinceRepeat }) => repeats > 0 && sinceRepeat > 400,
};

/** Runs a campaign at a server that is lost in a phase. */
async function losing(phase: string, loss: Loss) {
  const cwd = await folderWith({});
  const record = join(cwd, 'out/record.ndjson');
  let isLost = false;
  const server = await startLosing((traffic) => (isLost ||= phases[phase]?.(traffic, record) === true), loss);
  const campaign = await fuzzIn(cwd, server.target, '--runs', '3000');
  return { campaign, server };
}

async function fuzzIn(cwd: string, target: object, ...flags: readonly string[]): Promise<Campaign> {
  await writeFile(join(cwd, 't.yaml'), JSON.stringify(target));
  const ended = await startProofmark(['fuzz', 't.yaml', '--seed', '1', ...flags, '--out', 'out'], { cwd, env }).ended;
  return { ...ended, record: await readRecord(join(cwd, 'out/record.ndjson')) };
}

describe('a campaign whose target is lost comes to its end, says what was not tried, blames nobody for it, and keeps what it has', () => {
  test.each([
    ['the plan that can be seen once only', 'hang'],
    ['the listed plans', 'hang'],
    ['the listed plans', 'reset'],
    ['the listed plans', 'put-off'],
    ['the listed plans', 'put-off-for-long'],
    ['the confirmation of a finding', 'hang'],
    ['the confirmation of a finding', 'put-off'],
    ['the sequences', 'hang'],
    ['the sequences', 'put-off'],
    ['the sequences', 'in-turn'],
    ['the plans at random', 'hang'],
    ['the plans at random', 'put-off'],
  ] as const)('%s: %s', async (phase, loss) => {
    const { campaign, server } = await losing(phase, loss);
    const { finished, fuzzed, findings } = campaign.record;
    const expected = findings.some(({ verdict }) => verdict === 'fail') ? 1 : 3;
    expect([campaign.code, finished?.ended, fuzzed.length, blamedForSilence(campaign)]).toEqual([
      expected,
      'complete',
      1,
      [],
    ]);
    expect(campaign.out).toMatch(
      /! losing: Fuzzing could not go on at (token|the sequences): .* ((no longer answers|puts requests off without end): \d+ requests in \d+ s|has accepted no lawful request for \d+ s:) .*\(not tried: .*\)\.$/m,
    );
    expect(server.after()).toBeLessThan(300);
    expect(findings.length).toBeGreaterThan(phase === 'the plan that can be seen once only' ? -1 : 2);
  });
});

describe('a campaign whose target is gone', () => {
  test.each(['SIGKILL', 'SIGSTOP'] as const)('by %s: ends with 3, and nobody is blamed', async (signal) => {
    const { target, child } = await startApart();
    const cwd = await folderWith({ 't.yaml': target });
    const started = startProofmark(['fuzz', 't.yaml', '--seed', '1', '--runs', '100000', '--out', 'out'], { cwd, env });
    await started.recorded('preflight', 1);
    child.kill(signal);
    const campaign = { ...(await started.ended), record: await readRecord(join(cwd, 'out/record.ndjson')) };
    const fails = campaign.record.findings.filter(({ verdict }) => verdict === 'fail');
    expect([campaign.code, fails]).toEqual([3, []]);
    expect(campaign.out).toMatch(/ {2}! reference: Fuzzing could not go on at \w+: .*\.$/m);
    expect(campaign.out).toContain('Not conclusive');
  });
});

/** Starts a reference server in a process of its own, which can be stopped and killed. */
async function startApart() {
  const [asPort, rsPort] = [await freePort(), await freePort()];
  const ports = ['--as-port', String(asPort), '--rs-port', String(rsPort)];
  const child = spawn(process.execPath, [targetScript('reference/main.ts'), ...ports], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const origin = (port: number): string => `http://127.0.0.1:${port}`;
  const running = { issuer: origin(asPort), resourceBase: origin(rsPort), replicas: { as: [], rs: [] } };
  return { child, target: { ...describeReference({ ...running, close: async () => {} }), limits } };
}

test('an interrupted campaign ends with 130, a whole record, and what it has come upon', async () => {
  let interrupt = (): void => {};
  // The window of that plan has ended by then.
  const isSeen = ({ untyped, sinceUntyped }: Traffic): boolean => untyped > 0 && sinceUntyped > 300;
  const { target } = await startLosing((traffic) => {
    if (isSeen(traffic)) {
      interrupt();
      interrupt = () => {};
    }
    return false;
  });
  const cwd = await folderWith({ 't.yaml': target });
  const started = startProofmark(['fuzz', 't.yaml', '--seed', '1', '--out', 'out'], { cwd, env });
  interrupt = () => started.signal('SIGINT');
  const { code, out } = await started.ended;
  const { finished, fuzzed, findings } = await readRecord(join(cwd, 'out/record.ndjson'));
  expect([code, finished?.ended, fuzzed.map(({ stopped }) => stopped)]).toEqual([130, 'interrupted', ['interrupted']]);
  expect(out).toMatch(/^ {2}fuzzing {2}\d+ plans at token: .*; ended: interrupted$/m);
  const untyped = findings.find(({ title }) => title === 'rejects a request changed thus: header typ is missing');
  expect([untyped?.verdict, untyped?.reason]).toEqual([
    'warn',
    'Seen once; the campaign ended before it could be seen again.',
  ]);
});

describe('a campaign that goes gently', () => {
  test('waits as long as the server asks for, and tries everything all the same', async () => {
    const { target } = await startLosing(({ count }) => count % 400 > 391, 'put-off');
    const { record } = await fuzzIn(await folderWith({}), target, '--runs', '0');
    expect(record.fuzzed).toMatchObject([{ stopped: 'all plans were tried' }]);
    const { agrees = 0, surprise = 0, unjudged = 0 } = record.fuzzed[0]?.plans ?? {};
    expect(unjudged).toBeLessThan((agrees + surprise) / 4);
  });

  test('sends no more in a second than it is asked to', async () => {
    const arrivals: number[] = [];
    const { target } = await startLosing(() => {
      arrivals.push(performance.now());
      return false;
    });
    await fuzzIn(await folderWith({}), target, '--rps', '100', '--max-requests', '300');
    const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
    // The requests that may go out at once in the first second do not count.
    expect(seconds).toBeGreaterThanOrEqual((arrivals.length - 200) / 100);
    expect(arrivals.length).toBeGreaterThan(300);
  });
});
