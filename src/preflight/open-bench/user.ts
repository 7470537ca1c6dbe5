import { defined } from '../../defined.ts';
import { type Login, openLogin } from '../../login/login.ts';
import type { Redactor } from '../../wire/redact.ts';
import type { Wire } from '../../wire/types.ts';
import type { Opening } from './opening.ts';

/** The user who logs in at the authorization server, as the descriptor says. */
export async function openUser({ loaded, options, closers }: Opening, wire: Wire, redactor: Redactor): Promise<Login> {
  const { descriptor, path, secrets } = loaded;
  const { saveEvidence, env, signal } = options;
  const saveScreenshot =
    saveEvidence && (async (picture: Uint8Array) => saveEvidence(`${descriptor.name}-login`, 'png', picture));
  const user = await openLogin({
    login: descriptor.login,
    path,
    secrets,
    wire: studied(wire, redactor),
    maxBodyBytes: descriptor.limits.maxBodyBytes,
    env,
    signal,
    mask: redactor.text,
    ...defined({ saveScreenshot }),
  });
  closers.push(user.close);
  return user;
}

/** No transcript is made of a login, and its cookies may come back in answers of which one is. */
function studied(wire: Wire, { study }: Redactor): Wire {
  return {
    ...wire,
    send: async (request, signal) => {
      const exchange = await wire.send(request, signal);
      if (exchange.response !== undefined) study(exchange.response);
      return exchange;
    },
  };
}
