// Runs the project's checks, two at a time and those that mostly wait beside them, and prints a section for each as it ends.
//   npm test                     everything
//   npm test -- lint unit        only these
// Failures are printed again at the end, where a truncated log still has them.
// The last line is always "N passed, N failed".
import { auditStep, lockFileStep } from './supply-chain.ts';
import { browserStep } from './browser.ts';
import { killRunning } from './command.ts';
import { packageStep } from './package.ts';
import { commandStep, failed, type Step, type StepResult } from './step.ts';
import { mainJobStep, selftestStep } from './product.ts';
import { realServersStep } from './real-servers.ts';
import { unitStep } from './unit.ts';

type NamedResult = StepResult & { readonly name: string };

/** Suites whose cases depend on time, nonces and memory, and the rules for all answers. */
const soaked = 'proof-nonce,proof-replay,proof-iat,watches';

const steps: readonly Step[] = [
  unitStep,
  commandStep('types', ['tsc', '-p', '.'], ['tsc', '-p', '.ci'], ['tsc', '-p', 'reports']),
  commandStep('lint', ['oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives']),
  commandStep('format', ['prettier', '--check', '--log-level=warn', '.']),
  commandStep('dead-code', ['knip', '--config', '.ci/knip.json', '--no-progress']),
  lockFileStep,
  auditStep,
  mainJobStep,
  realServersStep,
  commandStep('soak', ['node', '.ci/soak.ts', '2', 'reference', '--suite', soaked, '--no-fuzz']),
  selftestStep,
  packageStep,
  browserStep,
  commandStep('hostile', ['node', '.ci/hostile.ts', '--sample']),
  commandStep('bundles', ['node', '.ci/bundles.ts', '--sample']),
];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    killRunning();
    process.exit(130);
  });
}

const results = await runAll(selectSteps(process.argv.slice(2)));
for (const { name, output } of results.filter((result) => result.failed > 0))
  console.log(`\n── failed: ${name}\n${lastLines(output)}`);
const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

function selectSteps(names: readonly string[]): readonly Step[] {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(', ')}. There are: ${steps.map(({ name }) => name).join(', ')}.`);
    process.exit(2);
  }
  return names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
}

async function runAll(selected: readonly Step[]): Promise<readonly NamedResult[]> {
  const queue = selected.filter(({ waits }) => waits !== true);
  const done: NamedResult[] = [];
  const lane = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) done.push(await runStep(step));
  };
  const beside = async (step: Step): Promise<void> => void done.push(await runStep(step));
  await Promise.all([lane(), lane(), ...selected.filter(({ waits }) => waits === true).map(beside)]);
  return done;
}

async function runStep({ name, run }: Step): Promise<NamedResult> {
  const start = performance.now();
  const result = await run().catch((error: unknown) =>
    failed(error instanceof Error ? String(error.stack) : String(error)),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const mark = result.failed > 0 ? 'FAILED' : result.passed > 0 ? 'ok' : 'skipped';
  console.log(`── ${name}: ${mark} (${seconds} s)`);
  if (result.output.trim() !== '') console.log(result.output.trim());
  return { ...result, name };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-60).join('\n');
}
