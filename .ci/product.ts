import path from 'node:path';
import { runCommand } from './command.ts';
import { commandStep, type Step } from './step.ts';
import { withTemporaryFolder } from './temporary.ts';

const main = 'src/cli/main.ts';

/** Runs `npm start` on the real products. The gate has to be met. */
export const mainJobStep: Step = {
  name: 'main-job',
  run: async () =>
    withTemporaryFolder(async (folder) => {
      const targets = ['targets/products/oidc-provider', 'targets/products/express-oauth2-jwt-bearer'];
      return commandStep('', ['node', main, 'run', ...targets, '--out', path.join(folder, 'out')]).run();
    }),
};

/** Runs the self-test, in which most workers wait. Every server and client that Proofmark judges right counts as passed. */
export const selftestStep: Step = {
  name: 'selftest',
  run: async () => {
    const { ok, output } = await runCommand(['node', main, 'selftest', '--jobs', '3']);
    const summary = output.split('\n').findLast((line) => line.startsWith('judged right: ')) ?? '';
    const counts = [...summary.matchAll(/(\d+) of (\d+) /g)];
    const passed = counts.reduce((sum, [, right]) => sum + Number(right), 0);
    const all = counts.reduce((sum, [, , total]) => sum + Number(total), 0);
    return { passed, failed: ok && passed > 0 ? all - passed : Math.max(1, all - passed), output: ok ? '' : output };
  },
};
