import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { serve } from '../kit/serve.mjs';
import { allBut } from '../kit/words.mjs';

// The library is made for pages, and asks for this of its window.
globalThis.window = Object.assign(globalThis, { location: { origin: 'http://127.0.0.1' } });

/** Where the library keeps its keys: in a page, that is IndexedDB. */
function keyStore() {
  const states = new Map();
  return {
    set: async (name, state) => void states.set(name, state),
    get: async (name) => states.get(name),
    remove: async (name) => states.delete(name),
    getAllKeys: async () => [...states.keys()],
  };
}

/** A page would go to the URL. */
const navigator = (one) => ({
  prepare: async () => ({ navigate: async ({ url }) => ({ url: (one.url = url) }), close: () => undefined }),
});

async function authorize(one, { dpopJkt }) {
  const { issuer, client, redirect_uri: redirectUri, scope } = one.settings;
  const store = new WebStorageStateStore({ store: new InMemoryWebStorage() });
  const settings = {
    authority: issuer,
    client_id: client.id,
    client_secret: client.secret,
    client_authentication: client.auth === 'client_secret_basic' ? 'client_secret_basic' : 'client_secret_post',
    redirect_uri: redirectUri,
    scope: scope || 'read',
    dpop: { store: keyStore(), bind_authorization_code: dpopJkt },
    automaticSilentRenew: false,
    userStore: store,
    stateStore: store,
  };
  one.manager = new UserManager(settings, navigator(one));
  await one.manager.signinRedirect();
  return one.url;
}

async function token(one, _grant, callback) {
  one.user = await (callback ? one.manager.signinRedirectCallback(callback.href) : one.manager.signinSilent());
  return one.user;
}

async function call({ manager, user }, { method, url, headers, body }) {
  const proof = await manager.dpopProof(url, user, method);
  const fields = [...headers, ['Authorization', `DPoP ${user.access_token}`], ['DPoP', proof]];
  return (await fetch(url, { method, headers: fields, duplex: 'half', ...(body && { body }) })).status;
}

const does = allBut('token.client_credentials', 'par', 'nonce.rs', 'restart');
const auth = ['none', 'client_secret_basic', 'client_secret_post'];
serve(import.meta.url, { decides: 'library', does, auth, authorize, token, call });
