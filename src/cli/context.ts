export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The parts of the process that a command may use. Tests pass their own. */
export type CliContext = {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Read only when it is a terminal. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The command line, without program and script. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  readonly exit: (code: number) => void;
};

export function print(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${text}\n`);
}

/** https://no-color.org, https://force-color.org */
export function usesColor(stream: Output, env: NodeJS.ProcessEnv): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
