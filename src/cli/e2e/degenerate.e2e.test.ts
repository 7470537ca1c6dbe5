import { describe, expect, test } from 'vitest';
import { degenerateKinds } from '../../../targets/degenerate/behaviours.ts';
import { startDegenerate } from '../../../targets/degenerate/server.ts';
import { startReference } from '../../../targets/reference/server.ts';
import type { RunRecord } from '../../record/schema.ts';
import { Case } from '../../suite/schema.ts';
import { freePort } from '../../target/ports.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { countsOf, folderWith, problemsOf, runDescriptor, startProofmark } from './e2e.fixture.ts';
import { clients, describeReference, secretEnv } from './reference.fixture.ts';

const env = secretEnv;

/** Names the endpoints, so that the run does not end at discovery. */
function describeAt(origin: string): object {
  return {
    name: 'degenerate',
    as: { endpoints: { token: `${origin}/token` }, clients: [clients.confidential] },
    rs: { resources: [{ url: `${origin}/resource` }] },
    limits: { timeoutSeconds: 1 },
  };
}

/** Passes of cases that expect a refusal. A degenerate server refuses nothing, so each of them is wrong. */
function wronglyGreen({ findings }: RunRecord): readonly string[] {
  const passed = findings.filter(({ verdict }) => verdict === 'pass');
  const demands = (plan: unknown): boolean => {
    const parsed = Case.safeParse(plan);
    return parsed.success && parsed.data.exchanges.some(({ expect }) => expect === 'refuse' || expect === 'challenge');
  };
  return passed.filter(({ plan }) => demands(plan)).map(({ instance }) => instance);
}

describe('a run on what is no server of the kind', () => {
  test.each(degenerateKinds)('%s: nothing green', async (kind) => {
    const server = await startDegenerate(kind);
    try {
      const { code, record } = await runDescriptor(
        describeAt(server.baseUrl),
        ['--section', '4.3', '--reporter', 'json'],
        {
          env,
        },
      );
      expect([kind, code]).toEqual([kind, kind === 'accept-all' ? 1 : 3]);
      expect(wronglyGreen(record)).toEqual([]);
      expect(problemsOf(record).length).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });

  test.each(['hang', 'dead'])('%s at discovery: exit 3 with one clear problem', async (kind) => {
    const server = await startDegenerate('hang');
    const issuer = kind === 'hang' ? server.baseUrl : `http://127.0.0.1:${await freePort()}`;
    try {
      const descriptor = { name: 'x', as: { issuer, clients: [clients.confidential] }, limits: { timeoutSeconds: 1 } };
      const { code, record, out } = await runDescriptor(descriptor, [], { env });
      expect([code, record.findings]).toEqual([3, []]);
      const reason = kind === 'hang' ? 'timeout' : 'ECONNREFUSED';
      expect(problemsOf(record).length).toBe(1);
      expect(problemsOf(record)[0]).toMatch(
        new RegExp(`^error: no metadata found for issuer ${issuer}[;\n][^]*${reason}`),
      );
      expect(out).toContain('Not conclusive');
    } finally {
      await server.close();
    }
  });

  test('a host that dies in mid-run: exit 3, reported once, no fail', async () => {
    const running = await startReference();
    const folder = await folderWith({ 'target.yaml': describeReference(running) });
    const started = startProofmark(['run', 'target.yaml', '--out', 'out', '--concurrency', '4'], { cwd: folder, env });
    await started.recorded('finding', 30);
    await running.close();
    const { code } = await started.ended;
    const record = await readCheckedRecord(`${folder}/out/record.ndjson`);
    expect([code, countsOf(record)['fail']]).toEqual([3, undefined]);
    const reasons = record.findings
      .map(({ reason }) => reason)
      .filter((reason) => reason.includes('stopped answering'));
    expect(reasons.length).toBeGreaterThan(100);
    expect(new Set(reasons).size).toBeLessThanOrEqual(8);
    const blamed = reasons.map((reason) => /while these were under way: (\S+@\S+(?:, \S+@\S+)*): /.exec(reason)?.[1]);
    expect(blamed.every((ids) => ids !== undefined && ids.split(', ').length <= 4)).toBe(true);
  });
});
