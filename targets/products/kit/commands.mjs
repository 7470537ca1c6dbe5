import { isWithin, Unsupported } from './words.mjs';

/** Answers commands of the drive contract for an adapter, in Node or in a page. */
export function createAnswer(product, can, sessions = new Map()) {
  const commands = createCommands(product, can, sessions);
  return async (request) => {
    const command = Object.hasOwn(commands, request.cmd) ? commands[request.cmd] : undefined;
    if (!command || !isWithin(can, request)) return unsupported;
    try {
      return { ok: true, ...(await command(request)) };
    } catch (error) {
      if (error instanceof Unsupported) return unsupported;
      return { ok: false, error: described(error) };
    }
  };
}

const unsupported = { ok: false, unsupported: true };

/** The code of the server if the library has kept it, or the library's own, and what the library says. */
function described(error) {
  const cause = error?.cause instanceof Error ? ` (${error.cause.message})` : '';
  const code = error?.error ?? error?.code ?? error?.name ?? 'error';
  return { code: String(code), text: `${error?.message ?? error}${cause}` };
}

function createCommands({ name, version }, can, sessions) {
  const granted = async (one, grant, callback) => {
    one.tokens = { ...one.tokens, ...(await can.token(one, grant, callback)) };
    const { token_type: type, refresh_token: refresh } = one.tokens;
    return { token_type: type, has_refresh: Boolean(refresh) };
  };
  return {
    hello: () => ({ name, version, language: 'javascript', decides: can.decides, does: can.does }),
    start: ({ session, ...settings }) => {
      can.start?.(settings);
      sessions.set(session, { settings });
    },
    token: async ({ session, grant, par = false, dpop_jkt: dpopJkt = false }) => {
      const one = sessions.get(session);
      if (grant !== 'authorization_code') return granted(one, grant);
      return { navigate: String(await can.authorize(one, { par, dpopJkt })) };
    },
    callback: ({ session, url }) => granted(sessions.get(session), 'authorization_code', new URL(url)),
    call: ({ session, ...wanted }) => calls(can.call, sessions.get(session), wanted),
    save: async ({ session }) => ({ state: JSON.stringify(await can.save(sessions.get(session))) }),
    load: async ({ session, state }) => {
      sessions.set(session, await can.load(JSON.parse(state)));
    },
    stop: () => ({}),
  };
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
