import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createAnswer } from './commands.mjs';
import { keepKeys, takeKeys } from './keys.mjs';

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
  const product = JSON.parse(readFileSync(new URL('product.json', adapter), 'utf8'));
  const answer = createAnswer(product, { start: trust, save, load, ...can });
  createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const request = JSON.parse(line);
      process.stdout.write(`${JSON.stringify({ id: request.id, ...(await answer(request)) })}\n`);
      if (request.cmd === 'stop') process.exit(0);
    })
    .on('close', () => process.exit(0));
}

function trust({ ca }) {
  if (ca) setDefaultCACertificates([...getCACertificates('default'), ca]);
}

async function save({ settings, tokens, alg, keys }) {
  return { settings, tokens, key: await keepKeys(alg, keys) };
}

async function load({ settings, tokens, key }) {
  return { settings, tokens, alg: key.alg, keys: await takeKeys(key) };
}
