import { createKeyPool } from '../proof/keys.ts';
import type { Quirk, Quirks, QuirkValue } from '../record/quirk.ts';
import { run } from '../runner/run.ts';
import { describeServer } from '../selftest/context.ts';
import { type ReferenceOptions, startReference } from '../../targets/reference/server.ts';
import { measureQuirks, type MeasureOptions } from './measure.ts';

const secret = { env: 'REFERENCE_SECRET' };

/** The quirks of a running reference server, by `id@place`. */
export async function measureReference(
  options: ReferenceOptions,
  only: readonly string[],
  { slow = false, body = {} }: { readonly slow?: boolean; readonly body?: object } = {},
): Promise<ReadonlyMap<string, QuirkValue>> {
  const running = await startReference(options);
  try {
    const { issuer, resourceBase } = running;
    const grants = ['client_credentials', 'authorization_code', 'refresh_token'];
    const client = {
      id: 'confidential',
      auth: 'client_secret_basic',
      secret,
      grants,
      redirectUri: 'http://127.0.0.1:1/cb',
    };
    const url = `${resourceBase}/resource`;
    const described = {
      as: { issuer, clients: [client] },
      rs: { resources: [{ url }, { url: `${url}/other` }, { url, method: 'POST', body: 'a=b' }] },
      ...body,
    };
    const target = describeServer('reference', described, { REFERENCE_SECRET: 'reference-secret' });
    return byKey((await measureTarget(target, { slow, only, log: () => {} })).list);
  } finally {
    await running.close();
  }
}

export async function measureTarget(
  target: ReturnType<typeof describeServer>,
  options: MeasureOptions,
): Promise<Quirks> {
  const measured: Quirks[] = [];
  await run({
    targets: [target],
    suites: [],
    suiteDigest: '',
    resolve: () => undefined,
    selection: { slow: false },
    policy: { profiles: [], strict: false },
    seed: 1,
    failOn: ['fail'],
    unmasked: true,
    env: {},
    keys: createKeyPool(),
    signal: new AbortController().signal,
    runInfo: { runId: 'test', proofmark: 'test', command: 'test' },
    today: '2026-11-22',
    write: () => {},
    progress: () => {},
    log: () => {},
    afterCases: async ({ bench }) => {
      measured.push(await measureQuirks(bench, options));
      return { findings: [] };
    },
  });
  const [quirks] = measured;
  if (quirks === undefined) throw new Error('nothing was measured');
  return quirks;
}

function byKey(list: readonly Quirk[]): ReadonlyMap<string, QuirkValue> {
  return new Map(list.map(({ id, place, value }) => [`${id}@${place}`, value]));
}
