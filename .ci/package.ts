import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reporterNames } from '../src/app/recording/reporters.ts';
import { describeReference, secretEnv, withReference } from '../src/cli/e2e/reference.fixture.ts';
import { runCommand } from './command.ts';
import { failed, passed, type Step, type StepResult } from './step.ts';
import { withTemporaryFolder } from './temporary.ts';

/** Tests the package as a user gets it: packs it, installs it into an empty folder, and runs it. */
export const packageStep: Step = { name: 'package', run: async () => withTemporaryFolder(tryPackage) };

async function tryPackage(folder: string): Promise<StepResult> {
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  const packed = await runCommand(['npm', 'pack', '--pack-destination', folder]);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (!packed.ok || tarball === undefined) return failed(packed.output);

  // What would be published, and under what name; nothing is sent.
  const publish = await runCommand(['npm', 'publish', '--dry-run', '--provenance=false', tarball], { cwd: folder });
  if (!publish.ok || !publish.output.includes('+ proofmark@'))
    return failed(`npm publish --dry-run: ${publish.output}`);

  const install = ['npm', 'install', '--no-audit', '--no-fund', '--omit=dev', `./${tarball}`];
  const installed = await runCommand(install, { cwd: folder });
  if (!installed.ok) return failed(installed.output);

  const strays = (await readdir(path.join(folder, 'node_modules/proofmark'), { recursive: true })).filter(isStray);
  if (strays.length > 0) return failed(`The package must not hold:\n${strays.join('\n')}`);

  const listed = await runCommand(['npx', '--no-install', 'proofmark', 'list'], { cwd: folder });
  const isListed = listed.ok && listed.stdout.trim() !== '';
  if (!isListed) return failed(`proofmark list: no success or no output\n${listed.output}`);

  return withReference({}, async (running) => {
    await writeFile(path.join(folder, 'target.yaml'), JSON.stringify(describeReference(running)));
    const reporters = ['--reporter', reporterNames.join(',')];
    const run = ['run', 'target.yaml', '--case', 'typ-missing', '--no-fuzz', '--out', 'out', ...reporters];
    for (const args of [run, ['report', 'out/record.ndjson', ...reporters]]) {
      const ended = await runCommand(['npx', '--no-install', 'proofmark', ...args], { cwd: folder, env: secretEnv });
      if (!ended.ok) return failed(`proofmark ${args.join(' ')}: ${ended.output}`);
    }
    return passed();
  });
}

function isStray(file: string): boolean {
  return (
    /\.(test|browser|fixture)\.|\/fixture\.|\/testing\//.test(file) || (file.endsWith('.ts') && !file.endsWith('.d.ts'))
  );
}
