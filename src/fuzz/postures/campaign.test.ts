import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { BasisOf } from '../../record/basis.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { referenceClient } from '../../selftest/clients.ts';
import { runInMemory, type SelftestContext, type SelftestRun } from '../../selftest/context.ts';
import { createContext } from '../../selftest/context.fixture.ts';
import { suites } from '../../../suites/index.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { firstInconsistency } from '../../verdict/consistency.ts';
import type { Budget } from '../budget.ts';
import { runPostureCampaign } from './campaign.ts';

const context = { ...createContext(), suites };
const mortal = fileURLToPath(new URL('mortal.fixture.ts', import.meta.url));

async function fuzzed(
  target: LoadedDescriptor,
  budget: Budget,
  given: Pick<SelftestContext, 'onRecord'> = {},
): Promise<SelftestRun> {
  const { catalogue } = context;
  return runInMemory({ ...context, ...given, suites: [] }, target, {
    selection: { slow: false },
    afterClient: async ({ stage, findings: known, nextIndex, emit }) => {
      const grading = { catalogue, policy: { profiles: [], strict: false } };
      await runPostureCampaign({ stage, grading, suites, seed: 1, budget, known, firstIndex: nextIndex, emit });
    },
  });
}

/** A client that ends or hangs where the reference client would say something. */
function mortalClient(how: 'ends' | 'hangs', text: string): LoadedDescriptor {
  const sound = referenceClient([]);
  const { client } = sound;
  if (client === undefined) throw new TypeError('no client');
  const limits = { ...client.limits, timeoutSeconds: 1 };
  return { ...sound, client: { ...client, command: ['node', mortal, how, text], limits } };
}

const brokenIn = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ assertions }) =>
    assertions
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
      .map((one) => `${one.verdict} ${one.requirement}`),
  );

const untilFound: Budget = { runs: 300, stopAtFirst: true };

describe('a record of it', () => {
  test('is no record where a playing is left out or counted twice', async () => {
    const records: RunRecord[] = [];
    const onRecord = (record: RunRecord) => void records.push(record);
    await fuzzed(referenceClient(['--mutant', 'jwk-private']), untilFound, { onRecord });
    const [record] = records;
    if (record === undefined) throw new TypeError('no record');
    expect(firstInconsistency(record)).toBeUndefined();
    const withTries = (change: (tries: BasisOf<'client-confirmation'>['tries']) => void): string | undefined => {
      const findings = structuredClone(record.findings);
      for (const { basis } of findings) if (basis.by === 'client-confirmation') change(basis.tries);
      return firstInconsistency({ ...record, findings })?.problem;
    };
    expect(withTries((tries) => tries.pop())).toMatch(/count of times seen is recorded as 3 of 3, .* makes it 2 of 2/);
    expect(withTries((tries) => tries.splice(0, 1, ...tries.slice(1, 2)))).toMatch(/counts .* twice/);
    expect(withTries((tries) => tries[0]?.[1]?.exchanges.pop())).toMatch(/has \d requests, and it names \d/);
  });
});

describe('a campaign', () => {
  test('shrinks what random postures show to the rule that matters', async () => {
    const target = referenceClient(['--mutant', 'redirect-elsewhere-with-token']);
    const { findings } = await fuzzed(target, { ...untilFound, onlyDrawn: true });
    expect(brokenIn(findings)).toContain('fail RFC9449-4-03');
    expect(findings[0]).toMatchObject({
      fuzz: { phase: 'postures', seen: 3, of: 3 },
      plan: { posture: [{ at: 'resource', give: [{ op: 'redirect', to: 'other-origin' }] }] },
    });
  });

  test('finds the same with the same seed', async () => {
    const target = referenceClient(['--mutant', 'token-redirect-followed']);
    const [one, other] = [await fuzzed(target, untilFound), await fuzzed(target, untilFound)];
    const named = ({ findings }: SelftestRun) =>
      findings.map(({ instance, verdict, fuzz }) => [instance, verdict, fuzz]);
    expect(one.findings.length).toBeGreaterThan(0);
    expect(named(other)).toEqual(named(one));
  });

  test('fails a client that ends after a lawful answer', async () => {
    const { findings } = await fuzzed(mortalClient('ends', 'temporarily_unavailable'), untilFound);
    expect(new Set(brokenIn(findings))).toEqual(new Set(['fail PM-ROBUST']));
  });

  test('warns of a client that ends after an answer that no lawful server gives', async () => {
    const { findings } = await fuzzed(mortalClient('ends', 'issuer'), untilFound);
    expect(new Set(brokenIn(findings))).toEqual(new Set(['warn PM-ROBUST']));
  });

  test('ends where a client falls silent, and is no pass', async () => {
    const { findings, finished } = await fuzzed(mortalClient('hangs', 'temporarily_unavailable'), { runs: 5000 });
    expect(new Set(brokenIn(findings))).toEqual(new Set(['fail PM-ROBUST']));
    expect([finished.exitCode, finished.tone, finished.scope.why.join()]).toEqual([
      1,
      'bad',
      expect.stringContaining('did not answer in time 3 times'),
    ]);
  });
});
