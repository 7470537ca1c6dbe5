import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startReference } from '../../../targets/reference/server.ts';
import { shellWords } from '../../report/text/shell.fixture.ts';
import { freePort } from '../../target/ports.ts';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { describeLaunched, describeReference, referenceSecret, secretEnv, withReference } from './reference.fixture.ts';

const execFileOf = promisify(execFile);
const env = secretEnv;
const mutant = 'as-typ-missing-accepted';

describe('replay', () => {
  test('reports a pass that stays, a fail that stays and one that is fixed, and a watch', async () => {
    const cwd = await folderWith({
      'sound.yaml': describeLaunched(),
      'broken.yaml': describeLaunched(['--mutant', mutant]),
    });
    const replay = async (...args: readonly string[]) => {
      const { code, out } = await proofmark(['replay', 'out/record.ndjson', ...args], { cwd, env });
      return [code, out.split('\n')[0]];
    };
    const flags = ['--case', 'typ-missing,typ-empty,all-tokens-type-told', '--out', 'out'];
    const run = await proofmark(['run', 'broken.yaml', ...flags], { cwd, env });
    expect(run.code).toBe(1);
    expect([
      await replay('typ-empty@token'),
      await replay('reference/typ-missing@token'),
      await replay('typ-missing@token', '--target', 'sound.yaml'),
      await replay('all-tokens-type-told@token'),
    ]).toEqual([
      [0, 'SAME  reference/typ-empty@token  rejects a proof whose typ is empty'],
      [1, 'FAILED  reference/typ-missing@token  rejects a proof without typ'],
      [0, 'FIXED  reference/typ-missing@token  rejects a proof without typ'],
      [
        0,
        'SAME  reference/all-tokens-type-told@token  reports a token_type that matches the binding of every access token',
      ],
    ]);
  });

  test('of a pass at a server that has become worse says BROKEN; at none at all, that it could not be run', async () => {
    const ports = { as: await freePort(), rs: await freePort() };
    const origin = (port: number) => `http://127.0.0.1:${port}`;
    const client = { id: 'confidential', auth: 'client_secret_basic', secret: { env: 'REFERENCE_SECRET' } };
    const as = { issuer: origin(ports.as), clients: [{ ...client, grants: ['client_credentials'] }] };
    const cwd = await folderWith({ 't.yaml': { name: 'as', as } });
    const command = async (...args: readonly string[]) => proofmark(args, { cwd, env });
    const start = async (options: object) => startReference({ asPort: ports.as, rsPort: ports.rs, ...options });
    const sound = await start({});
    expect((await command('run', 't.yaml', '--case', 'typ-missing@token', '--out', 'out')).code).toBe(0);
    await sound.close();
    const worse = await start({ mutant });
    const replayed = await command('replay', 'out/record.ndjson', 'typ-missing@token');
    await worse.close();
    const { code, out } = await command('replay', 'out/record.ndjson', 'typ-missing@token');
    expect([replayed.code, replayed.out.split('\n')[0]]).toEqual([
      1,
      'BROKEN  as/typ-missing@token  rejects a proof without typ',
    ]);
    expect([code, out]).toEqual([
      3,
      expect.stringMatching(
        /^preflight: no metadata found for issuer [^]*ECONNREFUSED[^]*\nas\/typ-missing@token: not run\n$/,
      ),
    ]);
  });
});

describe('the descriptor in a record', () => {
  const cases = ['--case', 'typ-missing@token', '--out', 'out'];

  test('stands in for the file, wherever the record has gone; what has taken its place is taken on demand only', async () => {
    await withReference({ mutant }, async (running) => {
      const described = describeReference(running);
      const cwd = await folderWith({ 't.yaml': described });
      expect((await proofmark(['run', 't.yaml', ...cases], { cwd, env })).code).toBe(1);
      const away = await folderWith({
        't.yaml': { ...described, as: { ...described.as, issuer: 'http://127.0.0.1:1' } },
      });
      const moved = join(await folderWith({}), 'record.ndjson');
      await cp(join(cwd, 'out/record.ndjson'), moved);
      const replay = async (folder: string, ...more: readonly string[]) => {
        const { code, out } = await proofmark(['replay', moved, 'typ-missing@token', ...more], { cwd: folder, env });
        return [code, ...out.split('\n').slice(0, 2)];
      };
      expect([await replay(tmpdir()), await replay(away)]).toEqual([
        [
          1,
          'note: t.yaml was not found; what the record holds of it was used',
          'FAILED  reference/typ-missing@token  rejects a proof without typ',
        ],
        [
          1,
          'note: t.yaml is not as it was in the recorded run (--target t.yaml takes it as it is now); what the record holds of it was used',
          'FAILED  reference/typ-missing@token  rejects a proof without typ',
        ],
      ]);
      const [code, said] = await replay(away, '--target', 't.yaml');
      expect([code, said]).toEqual([3, expect.stringMatching(/^preflight: no metadata found/)]);
      const curl = await proofmark(['replay', moved, 'typ-missing@token', '--curl'], { cwd: tmpdir(), env });
      expect([curl.code, curl.out.includes('curl')]).toEqual([0, true]);
    });
  });

  test('shows a secret of a server that was launched by its name alone, and starts no program', async () => {
    const launched = describeLaunched() as { readonly launch: object };
    const own = {
      ...launched,
      launch: { ...launched.launch, env: { REFERENCE_SECRET: 'reference-secret', PLAIN: 'x' } },
    };
    const cwd = await folderWith({ 't.yaml': own });
    expect((await proofmark(['run', 't.yaml', ...cases], { cwd })).code).toBe(0);
    const record = await readFile(join(cwd, 'out/record.ndjson'), 'utf8');
    expect(record).toContain('\\"REFERENCE_SECRET\\": \\"‹REFERENCE_SECRET masked›\\"');
    expect(record).toContain('\\"PLAIN\\": \\"x\\"');
    expect(record).not.toContain('reference-secret');
    const { code, err } = await proofmark(['replay', join(cwd, 'out/record.ndjson'), 'typ-missing@token'], {
      cwd: tmpdir(),
    });
    expect([code, err]).toEqual([0, '']);
    await rm(join(cwd, 't.yaml'));
    const lost = await proofmark(['replay', join(cwd, 'out/record.ndjson'), 'typ-missing@token'], { cwd: tmpdir() });
    expect([lost.code, lost.err]).toEqual([2, expect.stringContaining('was not found from here')]);
  });
});

describe('replay of several', () => {
  const watch = 'all-tokens-type-told';
  const flags = ['--case', `typ-missing,typ-empty,${watch}`, '--out', 'out', '--reporter', 'json'];
  const standings = (out: string): readonly string[] => out.split('\n').filter((line) => /^[A-Z]+ {2}/.test(line));

  test('takes names with * and all failures, also where record or descriptor have moved', async () => {
    const cwd = await folderWith({ 'broken.yaml': describeLaunched(['--mutant', mutant]) });
    const run = await proofmark(['run', 'broken.yaml', ...flags], { cwd, env });
    expect(run.code).toBe(1);
    const replay = async (...args: readonly string[]) => proofmark(['replay', ...args], { cwd, env });

    const line = /^ +proofmark (replay .*)$/m.exec(run.out)?.[1] ?? '';
    expect((await replay(...shellWords(`words ${line.replace('replay ', '')}`))).out).toMatch(
      /^FAILED {2}reference\/typ-missing@token /,
    );

    const some = await replay('out/record.ndjson', 'reference/typ-*@token');
    expect([some.code, standings(some.out), some.out.trimEnd().split('\n').at(-1)]).toEqual([
      1,
      [
        expect.stringMatching(/^FAILED {2}reference\/typ-missing@token /),
        expect.stringMatching(/^SAME {2}reference\/typ-empty@token /),
      ],
      '2 findings: 1 FAILED, 1 SAME',
    ]);
    const watched = await replay('out/record.ndjson', `${watch}*`, '--target', 'broken.yaml');
    expect([watched.code, standings(watched.out)[0]]).toEqual([0, expect.stringMatching(`^SAME  reference/${watch}@`)]);

    const elsewhere = await folderWith({ 'sub.txt': '' });
    await cp(join(cwd, 'out'), join(elsewhere, 'moved'), { recursive: true });
    const moved = join(elsewhere, 'moved/record.ndjson');
    const failures = await replay(moved, '--failures');
    expect([failures.code, standings(failures.out).length]).toEqual([1, 1]);
    const lost = await proofmark(['replay', moved, '--failures'], { cwd: tmpdir(), env });
    expect([lost.code, lost.err]).toEqual([
      2,
      'proofmark: the descriptor broken.yaml of the recorded run was not found from here, nor beside or above its record\n' +
        '  fix: name it with --target\n',
    ]);
    await writeFile(join(elsewhere, 'moved/broken.yaml'), JSON.stringify(describeLaunched()));
    const changed = await proofmark(['replay', moved, '--failures'], { cwd: elsewhere, env });
    expect([changed.code, changed.out.split('\n').slice(0, 2)]).toEqual([
      0,
      [
        'note: moved/broken.yaml is not as it was in the recorded run; --target names another descriptor',
        'FIXED  reference/typ-missing@token  rejects a proof without typ',
      ],
    ]);
    const none = await Promise.all([replay(moved, 'nothing-*'), replay(moved, 'typ-empty*', '--failures')]);
    expect(none.map(({ code, err }) => [code, err.includes('matches "')])).toEqual([
      [2, true],
      [2, true],
    ]);
  });
});

describe('replay --curl', () => {
  /** Sends what was printed as a user does, by a shell. */
  const paste = async (command: string, variables: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { stdout } = await execFileOf('sh', ['-c', command], {
      env: { PATH: process.env['PATH'] ?? '', ...variables },
    });
    return stdout.split(' ', 2)[1] ?? '';
  };

  test('prints a request that shows the defect once pasted, and once only', async () => {
    const running = await startReference({ mutant: 'as-typ-missing-accepted' });
    onTestFinished(running.close);
    const cwd = await folderWith({ 't.yaml': describeReference(running) });
    const cases = 'typ-missing,replay-identical,all-tokens-type-told';
    const run = ['run', 't.yaml', '--case', cases, '--out', 'out', '--reporter', 'json'];
    expect((await proofmark(run, { cwd, env })).code).toBe(1);
    const curl = async (...args: readonly string[]) =>
      proofmark(['replay', 'out/record.ndjson', '--curl', ...args], { cwd, env });

    const bare = await curl('typ-missing@token', '--unmasked');
    expect([bare.code, bare.err]).toEqual([0, '']);
    expect(bare.out).toContain('# It must be refused. Made now, and not sent yet.\n# Good once, ');
    expect([await paste(bare.out), await paste(bare.out)]).toEqual(['200', '400']);

    const masked = await curl('typ-missing@token');
    expect(masked.out).toContain('# Set first: BASIC_CREDENTIALS (id:secret of the client, in base64); or ask for it');
    expect(masked.out).not.toContain(Buffer.from(`confidential:${referenceSecret}`).toString('base64'));
    const credentials = Buffer.from(`confidential:${referenceSecret}`).toString('base64');
    expect(await paste(masked.out, { BASIC_CREDENTIALS: credentials })).toBe('200');

    const withoutToken = await curl('typ-missing@resource');
    expect(withoutToken.out).toContain('# ACCESS_TOKEN: obtained for this request alone; only --unmasked shows it.');

    const unfit = await Promise.all([
      curl('replay-identical@resource'),
      curl('all-tokens-type-told@token'),
      curl('typ-*'),
      curl('--failures'),
    ]);
    expect(unfit.map(({ code, err }) => [code, err.split('\n')[0]])).toEqual([
      [2, expect.stringContaining('cannot be one pasted request: it takes several requests, one after the other')],
      [2, expect.stringContaining('cannot be one pasted request: it is a watch')],
      [2, 'proofmark: --curl is for one case: name it as the report does, case@place'],
      [2, 'proofmark: --curl is for one case: name it as the report does, case@place'],
    ]);
    await running.close();
    const gone = await curl('typ-missing@token');
    expect([gone.code, gone.out]).toEqual([3, '']);
  });

  test('takes a finding of fuzzing as it takes a case', async () => {
    const running = await startReference({ mutant: 'as-typ-missing-accepted' });
    onTestFinished(running.close);
    const cwd = await folderWith({ 't.yaml': describeReference(running) });
    const fuzz = ['fuzz', 't.yaml', '--runs', '300', '--seed', '1', '--out', 'out', '--reporter', 'json'];
    expect((await proofmark(fuzz, { cwd, env })).code).toBe(1);
    const result = JSON.parse(await readFile(join(cwd, 'out', 'result.json'), 'utf8')) as {
      readonly findings: readonly { readonly instance: string; readonly verdict: string }[];
    };
    const found = result.findings.find(({ verdict }) => verdict === 'fail')?.instance ?? 'none';
    const { out } = await proofmark(['replay', 'out/record.ndjson', found, '--curl', '--unmasked'], { cwd, env });
    expect(out).toContain(`/${found}: `);
    expect([await paste(out), await paste(out)]).toEqual(['200', '400']);
  });

  test('holds a token of its own for the resource', async () => {
    const running = await startReference({ mutant: 'rs-typ-missing-accepted' });
    onTestFinished(running.close);
    const cwd = await folderWith({ 't.yaml': describeReference(running) });
    const run = ['run', 't.yaml', '--case', 'typ-missing,typ-empty', '--out', 'out', '--reporter', 'json'];
    expect((await proofmark(run, { cwd, env })).code).toBe(1);
    const pasted = async (name: string): Promise<string> => {
      const replay = ['replay', 'out/record.ndjson', name, '--curl', '--unmasked'];
      return paste((await proofmark(replay, { cwd, env })).out);
    };
    expect([await pasted('typ-missing@resource'), await pasted('typ-empty@resource')]).toEqual(['200', '401']);
  });

  test('refuses where the server would end with the command', async () => {
    const cwd = await folderWith({ 'launched.yaml': describeLaunched() });
    const run = ['run', 'launched.yaml', '--case', 'typ-missing@token', '--out', 'out', '--reporter', 'json'];
    expect((await proofmark(run, { cwd, env })).code).toBe(0);
    const { code, err } = await proofmark(['replay', 'out/record.ndjson', 'typ-missing@token', '--curl'], { cwd, env });
    expect([code, err.split('\n')[0]]).toEqual([
      2,
      'proofmark: --curl: typ-missing@token cannot be one pasted request: launched.yaml starts its server by launch, and this server ends with the command',
    ]);
  });
});

describe('what is there can be asked for', () => {
  test('explain shows what a case sends and expects; list --json is an array of cases', async () => {
    const [explained, listed] = await Promise.all([
      proofmark(['explain', 'typ-missing@token']),
      proofmark(['list', 'cases', '--section', '4.3', '--json']),
    ]);
    expect([explained.code, listed.code]).toEqual([0, 0]);
    expect(explained.out).toMatch(
      /^typ-missing {2}rejects a proof without typ\n[^]*\nSends\n[^]*expected: a clean refusal/,
    );
    const ids = (JSON.parse(listed.out) as readonly { readonly id: string }[]).map(({ id }) => id);
    expect([ids.includes('typ-missing'), new Set(ids).size === ids.length]).toEqual([true, true]);
  });
});
