import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { keepKeys, takeKeys } from './keys.mjs';

/** Commands of the drive contract by their names, for an adapter as `serve` has it. */
export function createCommands(adapter, can) {
  const { name, version } = JSON.parse(readFileSync(new URL('product.json', adapter), 'utf8'));
  const sessions = new Map();
  const granted = async (one, grant, callback) => {
    one.tokens = { ...one.tokens, ...(await can.token(one, grant, callback)) };
    const { token_type: type, refresh_token: refresh } = one.tokens;
    return { token_type: type, has_refresh: Boolean(refresh) };
  };
  return {
    hello: () => ({ name, version, language: 'javascript', decides: can.decides, does: can.does }),
    start: ({ session, ...settings }) => {
      if (settings.ca) setDefaultCACertificates([...getCACertificates('default'), settings.ca]);
      sessions.set(session, { settings });
    },
    token: async ({ session, grant, par = false, dpop_jkt: dpopJkt = false }) => {
      const one = sessions.get(session);
      if (grant !== 'authorization_code') return granted(one, grant);
      return { navigate: String(await can.authorize(one, { par, dpopJkt })) };
    },
    callback: ({ session, url }) => granted(sessions.get(session), 'authorization_code', new URL(url)),
    call: ({ session, ...wanted }) => calls(can.call, sessions.get(session), wanted),
    save: async ({ session }) => ({ state: JSON.stringify(await (can.save ?? save)(sessions.get(session))) }),
    load: async ({ session, state }) => {
      sessions.set(session, await (can.load ?? load)(JSON.parse(state)));
    },
    stop: () => ({}),
  };
}

async function save({ settings, tokens, alg, keys }) {
  return { settings, tokens, key: await keepKeys(alg, keys) };
}

async function load({ settings, tokens, key }) {
  return { settings, tokens, alg: key.alg, keys: await takeKeys(key) };
}

/** A body from a stream is a new stream for each call, and can be read once. */
async function calls(call, one, { method = 'GET', url, headers = [], body, stream, times = 1, parallel = 1 }) {
  const isNone = typeof body !== 'string';
  const bodyOf = () => (isNone ? undefined : stream ? new Blob([body]).stream() : body);
  const statuses = [];
  for (let round = 0; round < times; round += 1) {
    const together = Array.from({ length: parallel }, () => call(one, { method, url, headers, body: bodyOf() }));
    statuses.push(...(await Promise.all(together)));
  }
  return { status: statuses.at(-1), statuses };
}
