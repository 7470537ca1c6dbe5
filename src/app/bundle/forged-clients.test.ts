import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { proofmark } from '../../cli/e2e/e2e.fixture.ts';
import { type Forged, rebuild } from './forge.fixture.ts';
import { bundleOf, expectRefused, verify, workFolder } from './honest.fixture.ts';
import type { Forgery } from './record-forgeries.fixture.ts';

const broken = 'client-nonce-at-token@token';
let honest: Buffer = Buffer.alloc(0);
let lawful: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  const folder = await workFolder();
  const program = resolve('targets/reference-client/main.ts');
  const bundled = async (name: string, ...options: readonly string[]): Promise<Buffer> => {
    const product = { organization: 'Acme', project: 'Client', version: '2.1.0', contact: 'a@acme.example' };
    const described = { name: 'client', role: 'client', product, command: ['node', program, ...options] };
    await writeFile(join(folder, `${name}.yaml`), JSON.stringify(described));
    await proofmark(['run', `${name}.yaml`, '--out', name, '--quiet', '--reporter', 'json'], { cwd: folder });
    return bundleOf(name);
  };
  [honest, lawful] = await Promise.all([bundled('broken', '--mutant', 'token-nonce-not-retried'), bundled('lawful')]);
});

const runsOf = ({ finding }: Forged, instance: string) => {
  const { basis } = finding(instance);
  return basis.by === 'client' ? basis.runs : expect.fail(`${instance} was not played`);
};
const exchangesOf = ({ of }: Forged, ids: readonly string[]) => of('exchange').filter(({ id }) => ids.includes(id));

/** A case of which the record says that the client cannot do what it needs. */
const leaveOut = (record: Forged, instance: string): void => {
  const { of, finding } = record;
  const one = finding(instance);
  const gone = runsOf(record, instance).filter(({ purpose }) => purpose === 'tested');
  const ids = gone.flatMap(({ exchanges }) => exchanges);
  record.drop(...exchangesOf(record, ids));
  for (const { basis } of of('finding')) if (basis.by === 'client-watch') basis.seen -= ids.length;
  const why = 'the client does not do nonce.as';
  Object.assign(one, {
    basis: { by: 'inapplicable', why },
    verdict: 'skip',
    reason: `Does not apply: ${why}.`,
    assertions: [],
    exchanges: [],
  });
  delete one.attribution;
};

const forgeries: readonly Forgery[] = [
  ['a verdict', ({ finding }) => void (finding(broken).verdict = 'pass'), 'the verdict is recorded as pass'],
  ['a finding dropped', ({ drop, finding }) => drop(finding(broken)), 'the number of findings'],
  ['a case that is left out', (record) => leaveOut(record, broken), 'the client can do what it needs'],
  [
    'an ability that the client has not named',
    ({ finding }) => {
      const { basis } = finding(broken);
      if (basis.by === 'client') basis.claims = basis.claims.filter((claim) => claim !== 'nonce.as');
    },
    /judged by other abilities|the verdict is recorded/,
  ],
  [
    'a request dropped',
    (record) => {
      const [last] = exchangesOf(record, runsOf(record, broken)[1]?.exchanges ?? []).slice(-1);
      if (last !== undefined) record.drop(last);
    },
    /which the record does not hold|it looked at/,
  ],
  [
    'an answer of ours',
    (record) => {
      for (const { transcript } of exchangesOf(record, runsOf(record, broken)[1]?.exchanges ?? []))
        if (transcript.response?.status === 400) transcript.response.status = 200;
    },
    /exchange client\/|the verdict is recorded|the reason/,
  ],
  [
    'a proof of another type',
    (record) => {
      const played = exchangesOf(record, runsOf(record, broken)[0]?.exchanges ?? []);
      for (const { proof } of played) if (proof !== undefined) proof.header = { typ: 'JWT' };
    },
    'decoded to something that its text does not hold',
  ],
  [
    'a control that began before the case',
    (record) => {
      const [first] = exchangesOf(record, runsOf(record, broken).at(-1)?.exchanges ?? []);
      if (first === undefined) return;
      first.transcript.startedAt = new Date(Date.parse(record.started.startedAt) + 100).toISOString();
    },
    /7 client\/\S+: the control behind it \(client\/run-\d+\) overlaps it/,
  ],
  [
    'the requests of a control called tested',
    (record) => {
      const [before] = runsOf(record, broken);
      if (before !== undefined) before.purpose = 'tested';
    },
    /is no request of|is no tested request/,
  ],
  [
    'a watch that looked away',
    ({ of }) => {
      for (const { basis } of of('finding')) if (basis.by === 'client-watch') basis.seen -= 1;
    },
    'it looked at',
  ],
  [
    'a case of a server',
    ({ finding }) => void (finding(broken).role = 'as'),
    /graded otherwise|is no role|the list of problems|no case/,
  ],
  [
    'a rule graded otherwise',
    ({ finding }) => {
      for (const requirement of finding(broken).requirements) requirement.severity = 'info';
    },
    'is graded info',
  ],
];

describe('a bundle about a client', () => {
  test('is made again as a whole', async () => {
    for (const [zip, level] of [
      [honest, 'none'],
      [lawful, 'strict'],
    ] as const) {
      const { exitCode, levels, again, troubles } = await verify(zip);
      const bad = troubles.filter(({ kind }) => kind === 'tampered' || kind === 'unknown');
      expect([exitCode, bad]).toEqual([level === 'none' ? 1 : 0, []]);
      expect(levels.map(({ role, profile, level: reached }) => [role, profile, reached])).toEqual([
        ['client', 'core', level],
      ]);
      expect(again?.judged).toBeGreaterThan(100);
    }
  });

  test.each(forgeries)('in which is forged: %s', async (_, forge, said, code = 4) => {
    await expectRefused(await rebuild(honest, forge), code, said);
  });
});
