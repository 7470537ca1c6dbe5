type Session = { readonly issuer: string; readonly id: string; token?: string };

/** A client that has never heard of DPoP. */
export function bareClient(): (cmd: string, command: Readonly<Record<string, unknown>>) => Promise<object> {
  const sessions = new Map<string, Session>();
  return async (cmd, command) => {
    const name = String(command['session']);
    if (cmd === 'start') {
      const client = command['client'] as { readonly id: string };
      sessions.set(name, { issuer: String(command['issuer']), id: client.id });
      return { ok: true };
    }
    const session = sessions.get(name);
    if (session === undefined) return { ok: false, error: { code: 'no_session', text: name } };
    if (cmd === 'token') {
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: session.id });
      const response = await fetch(`${session.issuer}/token`, { method: 'POST', body });
      const answer = (await response.json()) as { readonly access_token?: string };
      if (answer.access_token === undefined)
        return { ok: false, error: { code: 'refused', text: String(response.status) } };
      session.token = answer.access_token;
      return { ok: true, token_type: 'Bearer' };
    }
    if (cmd !== 'call') return { ok: false, unsupported: true };
    const headers = { authorization: `Bearer ${session.token ?? ''}` };
    const response = await fetch(String(command['url']), { headers, redirect: 'manual' });
    await response.arrayBuffer();
    return { ok: true, status: response.status };
  };
}
