import { MemoryStore, OAuthClient } from '@atcute/oauth-node-client';
import { serve } from '../kit/serve.mjs';
import { allBut, Unsupported } from '../kit/words.mjs';

/** Stands in for the directory of accounts: the resource server is the PDS of everybody. */
const resolverOf = ({ resource }) => ({
  resolve: async (did) => ({ did, handle: 'handle.invalid', pds: new URL(resource).origin }),
});

/** A public client without a document of its own, as the library has it for programs on loopback. */
function clientOf(one) {
  if (one.client) return one.client;
  one.sessions ??= new MemoryStore();
  one.client = new OAuthClient({
    metadata: { redirect_uris: [one.settings.redirect_uri], scope: 'atproto' },
    actorResolver: resolverOf(one.settings),
    stores: { sessions: one.sessions, states: new MemoryStore() },
  });
  // For development: the library refuses https on loopback, and takes http there when it is asked to.
  const { protectedResourceResolver, authorizationServerResolver } = one.client.resolver;
  for (const resolver of [protectedResourceResolver, authorizationServerResolver]) resolver.allowHttp = true;
  return one.client;
}

async function authorize(one) {
  const { origin } = new URL(one.settings.resource);
  return (await clientOf(one).authorize({ target: { type: 'pds', serviceUrl: origin } })).url;
}

async function token(one, _grant, callback) {
  const client = clientOf(one);
  if (callback) one.session = (await client.callback(callback.searchParams)).session;
  return one.session.getTokenSet(callback === undefined);
}

/** The library calls the PDS alone, and takes a path. */
async function call({ session, settings }, { method, url, headers, body }) {
  const { origin, pathname, search } = new URL(url);
  if (origin !== new URL(settings.resource).origin) throw new Unsupported('there is one PDS');
  return (await session.handle(`${pathname}${search}`, { method, headers, body, duplex: 'half' })).status;
}

async function save({ settings, sessions, session }) {
  return { settings, sub: session.did, kept: await sessions.get(session.did) };
}

async function load({ settings, sub, kept }) {
  const one = { settings, sessions: new MemoryStore(), tokens: kept.tokenSet };
  await one.sessions.set(sub, kept);
  one.session = await clientOf(one).restore(sub, { refresh: false });
  return one;
}

const does = allBut('token.client_credentials', 'dpop_jkt', 'https');
serve(import.meta.url, { decides: 'library', does, auth: ['none'], authorize, token, call, save, load });
