import { spawn } from 'node:child_process';
import { HarnessError } from '../../errors.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import type { TokenSource } from '../descriptor/token-source.ts';
import { type IssuedToken, issuedToken, type Issuer } from './issuer.ts';

/** Characters kept of what a command prints. */
const maxOutput = 262_144;

/** Access tokens from a command of the user: it reads from stdin what to bind the token to, and prints the token. */
export function commandIssuer(source: Extract<TokenSource, { from: 'command' }>, cwd: string): Issuer {
  const bound = (key: ProofKey): Promise<IssuedToken> =>
    run(source, cwd, { bound: true, jkt: key.jkt, jwk: key.publicJwk });
  return {
    bound,
    sibling: bound,
    unbound: async () => run(source, cwd, { bound: false }).catch(() => undefined),
    supports: () => true,
    close: async () => {},
  };
}

async function run(
  source: Extract<TokenSource, { from: 'command' }>,
  cwd: string,
  input: Readonly<Record<string, unknown>>,
): Promise<IssuedToken> {
  const [file = '', ...args] = source.command;
  const program = { file, args, cwd, timeoutMs: source.timeoutSeconds * 1000 };
  const { code, output, errors } = await outputOf(program, JSON.stringify(input));
  const token = readToken(output);
  if (code !== 0 || token === undefined) {
    const last = errors.trim().split('\n').at(-1) ?? '';
    throw new HarnessError(
      'ERR_TOKEN_REQUEST',
      `the token command ${file} ended with ${code} and gave no access token${last && `: ${last}`}`,
    );
  }
  return token;
}

type Program = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
};

type Output = { readonly code: number | string; readonly output: string; readonly errors: string };

/** Runs a program with this text on stdin. */
function outputOf({ file, args, cwd, timeoutMs: timeout }: Program, input: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(file === 'node' ? process.execPath : file, args, { cwd, timeout, stdio: 'pipe' });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(0, maxOutput)));
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-maxOutput)));
    child.on('error', (cause) => {
      reject(
        new HarnessError('ERR_TOKEN_REQUEST', `the token command ${file} could not be started: ${cause.message}`, {
          cause,
        }),
      );
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? signal ?? 'no status', output, errors });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function readToken(output: string): IssuedToken | undefined {
  const text = output.trim();
  if (!text.startsWith('{')) return /^\S+$/.test(text) ? { accessToken: text } : undefined;
  try {
    const { access_token: accessToken, expires_in: expiresIn } = JSON.parse(text) as Record<string, unknown>;
    if (typeof accessToken !== 'string') return undefined;
    return issuedToken(accessToken, expiresIn);
  } catch {
    return undefined;
  }
}
