import { oauthProviderAuthServerMetadata } from '@better-auth/oauth-provider';
import { APIError } from 'better-call';
import { getRequest, setResponse } from 'better-call/node';

const form =
  '<form method="post"><input name="email"><input name="password" type="password"><button>Log in</button></form>';

/** What an application has around the provider: its metadata, a page to log in, and an API. */
export function createRouter({ auth, api, base }) {
  const metadata = oauthProviderAuthServerMetadata(auth);
  const answer = async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/.well-known/oauth-authorization-server/api/auth') return metadata(request);
    if (pathname.startsWith('/api/auth/')) return auth.handler(request);
    if (pathname === '/login' && request.method === 'POST') return logIn(auth, request, base);
    if (pathname === '/login') return new Response(form, { headers: { 'content-type': 'text/html' } });
    if (['/', '/resource', '/resource/other'].includes(pathname)) return serve(api, request, base);
    return new Response(null, { status: 404 });
  };
  return async (incoming, outgoing) => {
    try {
      await setResponse(outgoing, await answer(getRequest({ base, request: incoming })));
    } catch {
      outgoing.writeHead(500).end();
    }
  };
}

/** As the provider's part for browsers does it: the query of the page goes along, and the answer says where to go on. */
async function logIn(auth, request, base) {
  const { email, password } = Object.fromEntries(await request.formData());
  const headers = { 'content-type': 'application/json', origin: base };
  const body = JSON.stringify({ email, password, oauth_query: new URL(request.url).search.slice(1) });
  const signedIn = await auth.handler(new Request(`${base}/api/auth/sign-in/email`, { method: 'POST', headers, body }));
  const { url } = await signedIn.json();
  const answer = new Response(null, { status: url ? 303 : 401, headers: url ? { location: url } : {} });
  for (const cookie of signedIn.headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
  return answer;
}

async function serve(api, request, base) {
  const audience = `${base}/api`;
  const input = {
    authorizationHeader: request.headers.get('authorization'),
    dpopProofJwt: request.headers.get('dpop'),
    method: request.method,
    url: request.url,
  };
  try {
    await api.verifyAccessTokenRequest(input, {
      verifyOptions: { issuer: `${base}/api/auth`, audience },
      jwksUrl: `${base}/api/auth/jwks`,
      requiredScopes: ['read'],
    });
    return Response.json({ protected: 'resource' });
  } catch (error) {
    // What the part for resource servers throws has the status and the challenge; anything else is an error of the server.
    if (!(error instanceof APIError)) throw error;
    const headers = { ...error.headers, 'content-type': 'application/json' };
    return new Response(JSON.stringify(error.body ?? {}), { status: error.statusCode, headers });
  }
}
