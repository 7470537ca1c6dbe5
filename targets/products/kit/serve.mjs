import { createInterface } from 'node:readline';
import { createCommands } from './commands.mjs';
import { isWithin, Unsupported } from './words.mjs';

/**
 * Speaks the drive contract for an adapter: one JSON object a line in, one out.
 *
 * An adapter has `decides`, `does`, `auth` if it cannot authenticate in every way, and these functions. The first argument of each is the session, with the `settings`
 * of `start`, and with the `tokens` as the library gave them last.
 *
 * - `token(one, grant, callback)` gets tokens; `callback` is a URL for a code.
 * - `authorize(one, { par, dpopJkt })` answers the URL of the authorization request.
 * - `call(one, { method, url, headers, body })` makes one call, and answers its status.
 * - `save(one)` and `load(kept)`, unless the key stands in `one.keys` as a pair of CryptoKey, and its name in `one.alg`.
 *
 * @param {string} adapter the URL of the adapter's module, beside its product.json
 * @param {{ decides: 'library' | 'adapter', does: readonly string[] } & Record<string, any>} can
 */
export function serve(adapter, can) {
  const commands = createCommands(adapter, can);
  createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const request = JSON.parse(line);
      process.stdout.write(`${JSON.stringify({ id: request.id, ...(await answer(commands, can, request)) })}\n`);
      if (request.cmd === 'stop') process.exit(0);
    })
    .on('close', () => process.exit(0));
}

const unsupported = { ok: false, unsupported: true };

async function answer(commands, can, request) {
  const command = Object.hasOwn(commands, request.cmd) ? commands[request.cmd] : undefined;
  if (!command || !isWithin(can, request)) return unsupported;
  try {
    return { ok: true, ...(await command(request)) };
  } catch (error) {
    if (error instanceof Unsupported) return unsupported;
    return { ok: false, error: described(error) };
  }
}

/** The code of the server if the library has kept it, or the library's own, and what the library says. */
function described(error) {
  const cause = error?.cause instanceof Error ? ` (${error.cause.message})` : '';
  const code = error?.error ?? error?.code ?? error?.name ?? 'error';
  return { code: String(code), text: `${error?.message ?? error}${cause}` };
}
