import { CommanderError, Command } from 'commander';
import { HarnessError } from '../errors.ts';
import { cannotWrite } from '../output.ts';
import { exitCodeOfError, exitCodes } from '../verdict/exit-code.ts';
import type { CliContext } from './context.ts';
import { readVersion } from '../app/version.ts';

const examples = `
Examples:
  $ proofmark init https://as.example.com        write a descriptor
  $ proofmark doctor target.yaml                 see whether everything works that a run needs
  $ proofmark run target.yaml                    test the target, write the reports
  $ proofmark explain typ-missing                what a case does and why
  $ proofmark replay record.ndjson typ-missing@token`;

type Build = (context: CliContext) => Command;

/** Each command is loaded only when it is used, so that a run starts faster. */
const commands: Readonly<Record<string, () => Promise<Build>>> = {
  doctor: async () => (await import('./doctor/doctor.ts')).doctorCommand,
  run: async () => (await import('./run.ts')).runCommand,
  merge: async () => (await import('./merge.ts')).mergeCommand,
  fuzz: async () => (await import('./fuzz.ts')).fuzzCommand,
  list: async () => (await import('./list/list.ts')).listCommand,
  explain: async () => (await import('./explain/explain.ts')).explainCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  replay: async () => (await import('./replay/replay.ts')).replayCommand,
  bundle: async () => (await import('./bundle/bundle.ts')).bundleCommand,
  verify: async () => (await import('./bundle/verify.ts')).verifyCommand,
  diff: async () => (await import('./diff.ts')).diffCommand,
  waive: async () => (await import('./waive.ts')).waiveCommand,
  quirks: async () => (await import('./quirks/quirks.ts')).quirksCommand,
  smoke: async () => (await import('./smoke.ts')).smokeCommand,
  trap: async () => (await import('./trap.ts')).trapCommand,
  init: async () => (await import('./init/init.ts')).initCommand,
  selftest: async () => (await import('./selftest.ts')).selftestCommand,
};

async function buildProgram(context: CliContext): Promise<Command> {
  const program = new Command('proofmark')
    .description('Conformance and interop tests for OAuth DPoP (RFC 9449) servers and clients')
    .version(readVersion())
    .addHelpText('after', examples)
    .showSuggestionAfterError()
    .showHelpAfterError('(proofmark --help lists the commands)');
  for (const build of await wantedCommands(context.args[0])) {
    const command = build(context);
    program.addCommand(command.showHelpAfterError(`(proofmark ${command.name()} --help shows its options)`));
  }
  return withExitOverride(program);
}

/** The named command. For help or a misspelt name: all commands. */
async function wantedCommands(name: string | undefined): Promise<readonly Build[]> {
  const named = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named === undefined ? Promise.all(Object.values(commands).map((load) => load())) : [await named()];
}

/** Commander must not end the process itself, because bad usage has its own exit code. This holds for subcommands too. */
function withExitOverride(command: Command): Command {
  command.exitOverride();
  command.commands.forEach((child) => withExitOverride(child));
  return command;
}

/** Does what the command line says, and sets the exit code. */
export async function main(): Promise<void> {
  process.stdout.once('error', onLostOutput);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const controller = new AbortController();
  onInterrupt(
    controller,
    process.argv[2] === 'serve' || process.argv[2] === 'trap'
      ? 'ended'
      : 'interrupted, finishing the record (again to stop at once)',
  );
  const context: CliContext = {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    args: process.argv.slice(2),
    signal: controller.signal,
    exit: (code) => {
      process.exitCode = code;
    },
  };
  try {
    await (await buildProgram(context)).parseAsync(process.argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (error instanceof HarnessError) await printError(context, error);
    else if (!(error instanceof CommanderError))
      process.stderr.write(`proofmark: this is a fault of Proofmark itself\n${describe(error)}\n`);
  }
}

/** The words of a server may stand in it. */
async function printError({ stderr, env }: CliContext, error: HarnessError): Promise<void> {
  const { githubOf } = await import('./github.ts');
  const github = githubOf({ stdout: stderr, stderr, env });
  github.mute();
  stderr.write(`proofmark: ${error.message}\n${adviceLines(error)}`);
  github.unmute();
}

function adviceLines({ advice: { said, fix } }: HarnessError): string {
  return [said === undefined ? '' : `  answer: ${said}\n`, fix === undefined ? '' : `  fix: ${fix}\n`].join('');
}

/**
 * Ends when the reader closes the pipe, as in `proofmark … | head`. Where the output cannot be written for another
 * reason, the work goes on, because its record is worth having, and then does not count as complete.
 */
function onLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode);
  const { message } = cannotWrite('standard output', error, { code: 'ERR_OUTPUT' });
  process.stderr.write(`proofmark: ${message}\n`);
  process.once('exit', (code) => {
    if (code === exitCodes.met) process.exitCode = exitCodes.incomplete;
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.met : exitCodes.usage;
  return error instanceof HarnessError ? exitCodeOfError(error.code) : exitCodes.incomplete;
}

/** The first signal ends the run in good order; the second one ends the process. */
function onInterrupt(controller: AbortController, text: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      process.stderr.write(`\nproofmark: ${text}\n`);
      controller.abort();
    });
  }
}
