import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root, runCommand } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

type Sources = Readonly<Record<string, string>>;

const reportSchema = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })),
});

/** Lints files as if they were in this project. Answers `file: rule` for each finding. */
async function lint(sources: Sources): Promise<readonly string[]> {
  return withTemporaryFolder(async (folder) => {
    for (const file of ['oxlint.config.ts', 'tsconfig.json', 'package.json', '.ci/architecture.ts']) {
      await cp(path.join(root, file), path.join(folder, file));
    }
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    for (const [file, source] of Object.entries(sources)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), source);
    }
    const { stdout } = await runCommand(['oxlint', '--type-aware', '--format=json', ...Object.keys(sources)], {
      cwd: folder,
    });
    const { diagnostics } = reportSchema.parse(JSON.parse(stdout));
    return diagnostics.map(({ filename, code }) => `${filename}: ${code}`);
  });
}

/** Puts each import in a file of its own. Answers those that the architecture refuses. */
async function refusedImports(
  imports: readonly (readonly [from: string, statement: string])[],
): Promise<readonly string[]> {
  const named = imports.map(([from, statement], index) => [from.replace('*', `file-${index}`), statement] as const);
  const findings = await lint(Object.fromEntries(named));
  const isRefused = (file: string) => findings.includes(`${file}: eslint(no-restricted-imports)`);
  return named.flatMap(([file, statement], index) => (isRefused(file) ? [`${imports[index]?.[0]} ${statement}`] : []));
}

const forbidden = [
  ['src/plan/*.ts', "import { a } from '../proof/a.ts';"],
  ['src/plan/*.ts', "import type { A } from '../proof/a.ts';"],
  ['src/plan/*.ts', "export { a } from '../proof/a.ts';"],
  ['src/plan/*.ts', "export * from '../proof/a.ts';"],
  ['src/plan/*.ts', "void import('../proof/a.ts');"],
  ['src/plan/*.ts', "import { a } from './../proof/a.ts';"],
  ['src/plan/*.ts', "import { a } from 'jose';"],
  ['src/plan/deep/*.ts', "import { a } from '../../proof/a.ts';"],
  ['src/proof/*.ts', "import { a } from '../judge/a.ts';"],
  ['src/judge/*.ts', "import type { A } from '../plan/a.ts';"],
  ['src/judge/*.ts', "import { a } from '../proof/a.ts';"],
  ['src/suite/*.ts', "import { a } from '../proof/a.ts';"],
  ['src/verdict/*.ts', "import { a } from '../record/a.ts';"],
  ['src/verdict/*.ts', "import type { A } from '../proof/a.ts';"],
  ['src/record/*.ts', "import type { A } from '../plan/a.ts';"],
  ['src/wire/*.ts', "import { a } from '../target/a.ts';"],
  ['src/target/*.ts', "import { a } from '../runner/a.ts';"],
  ['src/bench/*.ts', "import type { A } from '../exchange/a.ts';"],
  ['src/exchange/*.ts', "import { a } from '../runner/a.ts';"],
  ['src/preflight/*.ts', "import { a } from '../runner/a.ts';"],
  ['src/quirks/*.ts', "import { a } from '../runner/a.ts';"],
  ['src/proof/deep/*.ts', "import { a } from '../../judge/a.ts';"],
  ['src/proof/deep/*.ts', "import type { A } from '../../target/a.ts';"],
  ['src/runner/*.ts', "import { a } from '../cli/a.ts';"],
  ['src/app/*.ts', "import type { A } from '../cli/a.ts';"],
  ['src/app/*.ts', "import { a } from 'commander';"],
  ['src/app/*.ts', "import { a } from '../../targets/reference/a.ts';"],
  ['src/cli/*.ts', "import { a } from '../runner/a.ts';"],
  ['src/cli/deep/*.ts', "import { a } from '../../fuzz/a.ts';"],
  ['src/runner/*.ts', "import { a } from '../../suites/index.ts';"],
  ['src/runner/*.ts', "import { a } from '../../targets/reference/a.ts';"],
  ['src/report/*.ts', "import type { A } from '../suite/a.ts';"],
  ['src/unlisted/*.ts', "import { a } from '../plan/a.ts';"],
  ['src/runner/*.ts', "import { a } from 'playwright';"],
  ['src/runner/*.ts', "import { a } from 'handlebars';"],
  ['src/runner/*.ts', "import { a } from 'commander';"],
  ['src/runner/*.ts', "import { a } from 'oauth4webapi';"],
  ['src/cli/*.ts', "import { a } from 'express';"],
  ['src/cli/*.ts', "import { a } from 'oidc-provider';"],
  ['src/cli/*.ts', "import { a } from 'vitest';"],
  ['src/runner/*.test.ts', "import { a } from 'playwright';"],
  ['suites/*.ts', "import { a } from '../src/proof/a.ts';"],
  ['suites/*.ts', "import { a } from '../targets/a.ts';"],
  ['suites/deep/*.ts', "import { a } from '../../src/runner/a.ts';"],
  ['suites/*.ts', "import { a } from 'node:crypto';"],
  ['targets/reference/*.ts', "import { a } from '../../src/proof/a.ts';"],
  ['targets/*.ts', "import type { A } from '../suites/index.ts';"],
  ['targets/*.test.ts', "import { a } from '../src/proof/a.ts';"],
  ['targets/*.ts', "import { a } from 'playwright';"],
] as const;

const lawful = [
  ['src/plan/*.ts', "import { a } from 'zod';"],
  ['src/plan/*.ts', "import { a } from 'node:fs/promises';"],
  ['src/plan/*.ts', "import { a } from '../errors.ts';"],
  ['src/plan/deep/*.ts', "import { a } from '../a.ts';"],
  ['src/plan/deep/*.ts', "import { a } from '../../errors.ts';"],
  ['src/proof/*.ts', "import { a } from '../plan/a.ts';"],
  ['src/proof/*.ts', "import { a } from './deep/a.ts';"],
  ['src/proof/deep/*.ts', "import { a } from '../../plan/a.ts';"],
  ['src/proof/deep/*.ts', "import { a } from '../other/a.ts';"],
  ['src/verdict/*.ts', "import type { A } from '../record/a.ts';"],
  ['src/verdict/*.ts', "import { a } from '../suite/a.ts';"],
  ['src/runner/*.ts', "import { a } from '../judge/a.ts';"],
  ['src/login/*.ts', "import { a } from 'playwright';"],
  ['src/report/*.ts', "import { a } from 'handlebars';"],
  ['src/report/*.ts', "import { a } from '../verdict/a.ts';"],
  ['src/cli/*.ts', "import { a } from 'commander';"],
  ['src/cli/deep/*.ts', "import { a } from '../../app/a.ts';"],
  ['src/app/*.ts', "import { a } from '../../suites/index.ts';"],
  ['src/app/deep/*.ts', "import { a } from '../../../suites/index.ts';"],
  ['src/cli/*.ts', "import { a } from '../../suites/index.ts';"],
  ['src/selftest/*.ts', "import { a } from '../../targets/reference/a.ts';"],
  ['src/judge/*.test.ts', "import { a } from '../proof/a.ts';"],
  ['suites/*.ts', "import { a } from '../src/suite/a.ts';"],
  ['suites/deep/*.ts', "import { a } from '../../src/plan/a.ts';"],
  ['suites/*.ts', "import { a } from './deep/a.ts';"],
  ['targets/reference/*.ts', "import { a } from '../../targets/a.ts';"],
  ['targets/*.ts', "import { a } from 'express';"],
  ['reports/*.browser.ts', "import { a } from 'playwright/test';"],
] as const;

const lines = (count: number) => 'void 0;\n'.repeat(count);
const declare = 'declare const work: () => Promise<void>; declare const list: readonly string[];';

const broken: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['import(no-cycle)', 'src/plan/one.ts', "import { two } from './two.ts'; export const one = (): number => two();"],
  ['import(no-cycle)', 'src/plan/two.ts', "import { one } from './one.ts'; export const two = (): number => one();"],
  ['import(no-cycle)', 'src/plan/left.ts', "import type { Right } from './right.ts'; export type Left = Right[];"],
  ['import(no-cycle)', 'src/plan/right.ts', "import type { Left } from './left.ts'; export type Right = Left | 1;"],
  ['import(no-default-export)', 'src/plan/default.ts', 'export default 1;'],
  ['eslint(no-console)', 'src/plan/console.ts', "console.log('');"],
  ['eslint(no-restricted-globals)', 'src/app/stream.ts', "process.stdout.write('');"],
  ['eslint(max-lines)', 'src/plan/long.ts', lines(251)],
  ['eslint(max-lines)', 'src/plan/long.test.ts', lines(401)],
  ['eslint(max-lines)', 'suites/long.ts', lines(401)],
  ['eslint(max-lines-per-function)', 'src/plan/function.ts', `export function long() {\n${lines(40)}}`],
  ['eslint(max-params)', 'src/plan/many.ts', 'export const many = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];'],
  ['typescript(no-floating-promises)', 'src/plan/floating.ts', `${declare} work();`],
  ['typescript(no-misused-promises)', 'src/plan/misused.ts', `${declare} if (work()) void 0;`],
  ['typescript(await-thenable)', 'src/plan/await.ts', `${declare} await list;`],
  ['typescript(no-unnecessary-condition)', 'src/plan/condition.ts', `${declare} if (list) void 0;`],
  ['typescript(no-non-null-assertion)', 'src/plan/bang.ts', `${declare} export const first = list[0]!;`],
  ['typescript(no-explicit-any)', 'src/plan/any.ts', 'export const it = (value: any) => value;'],
  ['typescript(consistent-type-imports)', 'src/plan/type.ts', "import { A } from './a.ts'; export type B = A;"],
  [
    'typescript(switch-exhaustiveness-check)',
    'src/plan/switch.ts',
    "declare const side: 'a' | 'b'; switch (side) { case 'a': break; }",
  ],
];

describe('lint', () => {
  test('an import against the architecture is refused', async () => {
    expect(await refusedImports(forbidden)).toEqual(forbidden.map((row) => row.join(' ')));
  });

  test('an import that the architecture allows is not', async () => {
    expect(await refusedImports(lawful)).toEqual([]);
  });

  test('each rule bites', async () => {
    const findings = await lint(Object.fromEntries(broken.map(([, file, source]) => [file, source])));
    const silent = broken.filter(([rule, file]) => !findings.includes(`${file}: ${rule}`));
    expect(silent).toEqual([]);
  });

  test('a suite may export by default and be long; the command line may print', async () => {
    const findings = await lint({
      'suites/some.ts': `export default {};\n${lines(350)}`,
      'src/cli/print.ts': "console.log('');",
    });
    const rules = ['import(no-default-export)', 'eslint(max-lines)', 'eslint(no-console)'];
    expect(findings.filter((finding) => rules.some((rule) => finding.endsWith(rule)))).toEqual([]);
  });
});
