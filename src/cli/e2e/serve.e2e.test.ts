import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../target/ports.ts';
import { folderWith, proofmark, startProofmark } from './e2e.fixture.ts';
import { describeLaunched, secretEnv as env } from './reference.fixture.ts';

test('runs of a folder get an index, which is served until Ctrl-C', async () => {
  const cwd = await folderWith({ 'sound.yaml': describeLaunched() });
  const run = ['run', 'sound.yaml', '--case', 'typ-missing', '--out', 'runs/one', '--reporter', 'html'];
  expect((await proofmark(run, { cwd, env })).code).toBe(0);
  await mkdir(join(cwd, 'runs/bad'));
  await writeFile(join(cwd, 'runs/bad/record.ndjson'), 'nonsense\n');
  const index = await proofmark(['report', '--index', 'runs'], { cwd });
  expect([index.code, index.out]).toEqual([0, 'index  runs/index.html  (1 records, 1 that cannot be read)\n']);
  const page = await readFile(join(cwd, 'runs/index.html'), 'utf8');
  expect(page).toContain('<a href="./one/report.html">');
  const usage = await Promise.all(
    [['report'], ['report', 'x', '--index', 'runs']].map(async (one) => proofmark(one, { cwd })),
  );
  expect(usage.map(({ code }) => code)).toEqual([2, 2]);
  const port = await freePort();
  const serving = startProofmark(['serve', 'runs', '--port', String(port)], { cwd });
  await serving.printed(/\n/);
  const url = `http://127.0.0.1:${port}/`;
  const report = await fetch(new URL('one/report.html', url));
  expect([report.status, (await fetch(url)).status]).toEqual([200, 200]);
  serving.signal('SIGINT');
  const { code, out, err } = await serving.ended;
  expect([code, out, err]).toEqual([0, `serving runs at ${url}  (Ctrl-C ends it)\n`, '\nproofmark: ended\n']);
});
