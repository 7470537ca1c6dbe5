import { runCommand, type CommandResult } from './command.ts';

/** The result of a step. `passed` and `failed` count tests, or the step itself as one check. */
export type StepResult = { readonly passed: number; readonly failed: number; readonly output: string };
export type Step = {
  /** It waits for most of its time, and so runs beside the two that are under way. */
  readonly waits?: true;
  readonly name: string;
  readonly run: () => Promise<StepResult>;
};

/** A check of several commands. All of them must succeed, and it counts as one. */
export function commandStep(name: string, ...commands: readonly (readonly string[])[]): Step {
  return {
    name,
    run: async () => {
      const results: CommandResult[] = [];
      for (const command of commands) results.push(await runCommand(command));
      const isOk = results.every(({ ok }) => ok);
      return isOk ? passed() : failed(results.map(({ output }) => output).join(''));
    },
  };
}

export function passed(output = ''): StepResult {
  return { passed: 1, failed: 0, output };
}

export function failed(output: string): StepResult {
  return { passed: 0, failed: 1, output };
}

/** Neither passed nor failed, because this machine lacks what the step needs. */
export function skipped(output: string): StepResult {
  return { passed: 0, failed: 0, output };
}
