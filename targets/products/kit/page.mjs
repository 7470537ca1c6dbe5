import { createAnswer } from './commands.mjs';

const place = 'proofmark-session';

/**
 * Speaks the drive contract for an adapter in a page, with the functions that `serve.mjs` names. The page is loaded anew after a login
 * and for a restart: the session is taken up again with its `settings`, and the library finds what it has stored itself.
 *
 * `authorize` is for a library that sends the page to log in by itself.
 */
export function servePage(product, can) {
  const sessions = new Map();
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    const { session, settings } = JSON.parse(kept);
    sessions.set(session, { settings });
  }
  const answer = createAnswer(product, { save, load, ...can, authorize: leaving(can.authorize) }, sessions);
  window.proofmark = (task) => {
    const { id: _id, cmd, session, ...settings } = task;
    if (cmd === 'start') sessionStorage.setItem(place, JSON.stringify({ session, settings }));
    return answer(task);
  };
}

const save = ({ settings }) => ({ settings });
const load = ({ settings }) => ({ settings });

/** The page has gone, so no answer of it is waited for. */
function leaving(authorize) {
  return async (...given) => {
    await authorize(...given);
    return new Promise(() => {});
  };
}
