import { HarnessError } from '../../errors.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import type { TokenSource } from '../descriptor/token-source.ts';
import { endOf, runProgram } from '../run-program.ts';
import { type IssuedToken, issuedToken, type Issuer } from './issuer.ts';

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
  const program = { ...source, of: 'access token', cwd };
  const ended = await runProgram(program, JSON.stringify(input));
  const token = readToken(ended.output);
  // One that was ended by a signal or by its time has answered nothing.
  const code = typeof ended.code === 'number' ? 'ERR_TOKEN_REFUSED' : 'ERR_TOKEN_REQUEST';
  if (ended.code !== 0 || token === undefined) throw new HarnessError(code, endOf(program, ended));
  return token;
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
