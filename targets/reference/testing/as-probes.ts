import { createPrivateKey, randomUUID } from 'node:crypto';
import type { tokenDefects } from '../defects/as.ts';
import type { endpointDefects } from '../defects/endpoints.ts';
import { referenceClients } from '../server.ts';
import { codeFor, codeFromPushed, pushRequest, redeem, refresh, refreshTokenFor, verifier } from './flows.ts';
import { encode, jktOf, jws, mint, newKey, seconds, send, type Key, type Probe, type World } from './probe-kit.ts';
import { describe, field, makeProof, post, proofProbe, sendProof, tokenRequest } from './proof-probe.ts';

const secret = 'reference-secret';
const other = newKey();
const hashed = encode('0'.repeat(32));

const plain = (form: Readonly<Record<string, string>>): Probe => {
  return async (world) => describe(await tokenRequest(world, form));
};

const proved = (form: Readonly<Record<string, string>>): Probe => {
  return async (world) => {
    const proof = makeProof(world, { htm: 'POST', url: `${world.server.issuer}/token` });
    return describe(await tokenRequest(world, form, { DPoP: proof }));
  };
};

const refreshed = (client: 'public' | 'confidential', key: (world: World) => Key | undefined): Probe => {
  return async (world) => {
    const form = client === 'public' ? { client_id: client } : { client_id: client, client_secret: secret };
    return describe(await refresh(world, await refreshTokenFor(world, client), key(world), { form }));
  };
};

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function assertionOf(world: World, typ: string): string {
  const { privateJwk = {} } = referenceClients.find(({ clientId }) => clientId === 'jwt') ?? {};
  const key = { ...world.key, privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' }) };
  const times = { iat: seconds(), exp: seconds() + 60, jti: randomUUID() };
  const claims = { iss: 'jwt', sub: 'jwt', aud: world.server.issuer, ...times };
  return jws({ typ, alg: 'ES256' }, claims, key);
}

/** A proof with everything that a client assertion needs, except its typ. */
const proofAsAssertion: Probe = async (world) => {
  const assertion = assertionOf(world, 'dpop+jwt');
  return plain({ client_id: 'jwt', client_assertion_type: assertionType, client_assertion: assertion })(world);
};

export const tokenProbes: Readonly<Record<(typeof tokenDefects)[number]['id'], Probe>> = {
  'invalid-proof-bearer': proofProbe({ claims: { htm: 'PUT' } }),
  'garbage-htu-bearer': proofProbe({ claims: { htu: 'garbage' } }),
  'token-type-bearer': proofProbe(),
  'cnf-missing': proofProbe(),
  'jkt-hex': proofProbe(),
  'jkt-padded': proofProbe(),
  'jkt-base64': proofProbe(),
  'jkt-sha512': proofProbe(),
  'cnf-array': proofProbe(),
  'no-store-missing': proofProbe(),
  'bad-proof-401': proofProbe({ claims: { htm: 'PUT' } }),
  'proof-error-unregistered': proofProbe({ claims: { htm: 'PUT' } }),
  'proof-error-invalid-grant': proofProbe({ claims: { htm: 'PUT' } }),
  'errors-as-text': proofProbe({ claims: { htm: 'PUT' } }),
  'proof-replaces-secret': proved({ client_id: 'confidential' }),
  'secret-post-without-dpop': proofProbe(),
  'bound-client-bearer': plain({ client_id: 'bound', client_secret: secret }),
  'unflagged-client-refused': plain({}),
  'empty-header-dpop': proofProbe({ lines: () => [''] }),
  'refresh-plain': refreshed('public', () => other),
  'refresh-unbound-beside-bearer': refreshed('public', () => other),
  'refresh-confidential-bound': refreshed('confidential', () => other),
  'bad-grant-401': plain({ grant_type: 'authorization_code', code: 'x', client_id: 'public' }),
  'code-not-atomic': async (world) => {
    const code = await codeFor(world);
    const answers = await Promise.all([redeem(world, code, {}), redeem(world, code, {})]);
    return answers
      .map(({ status }) => String(status))
      .toSorted()
      .join();
  },
  'client-not-bound': async (world) => {
    const form = {
      client_id: 'jwt',
      client_assertion_type: assertionType,
      client_assertion: assertionOf(world, 'JWT'),
    };
    const proof = makeProof(world, { htm: 'POST', url: `${world.server.issuer}/token` });
    return describe(await tokenRequest(world, form, { DPoP: proof }));
  },
  'code-token-other-key': async (world) => describe(await redeem(world, await codeFor(world), {})),
  'code-grant-not-bound': async (world) => describe(await redeem(world, await codeFor(world), {})),
  'refresh-grant-not-bound': refreshed('public', ({ key }) => key),
  'refresh-other-key': refreshed('public', () => other),
  'refresh-no-proof': refreshed('public', () => undefined),
  'refresh-right-key-refused': refreshed('public', ({ key }) => key),
  'refresh-old-key': refreshed('confidential', () => other),
  'token-long-lived': proofProbe(),
  'assertion-typ-unchecked': proofAsAssertion,
};

const boundCode = (claims: object | undefined, key?: Key, jkt?: string): Probe => {
  return async (world) => {
    const code = await codeFor(world, { jkt: jkt ?? jktOf(world.key) });
    return describe(await redeem(world, code, claims && { ...claims }, key ? { key } : {}));
  };
};

const pushedThen = (proofKey: 'own' | 'none', jkt: string | undefined, redeemKey: Key): Probe => {
  return async (world) => {
    const options = jkt === undefined ? {} : { jkt };
    const pushed = await pushRequest(world, options, proofKey === 'own' ? world.key : undefined);
    return describe(await redeem(world, await codeFromPushed(world, pushed), {}, { key: redeemKey }));
  };
};

const introspect = (claims: object, headers: object = {}, token?: string): Probe => {
  return async (world) => {
    const { server, key } = world;
    const client = { client_id: 'introspector', client_secret: secret };
    const given = 'DPoP' in headers ? {} : client;
    const subject = token ?? mint(server, { cnf: { jkt: jktOf(key) }, jti: 'fixed', ...claims });
    return describe(await post(`${server.issuer}/introspect`, { ...given, token: subject }, { ...headers }));
  };
};

const introspectOpaque: Probe = async (world) =>
  introspect({}, {}, field(await sendProof(world), 'access_token'))(world);

const metadata: Probe = async ({ server }) => {
  return describe(await send(`${server.issuer}/.well-known/oauth-authorization-server`));
};

export const endpointProbes: Readonly<Record<(typeof endpointDefects)[number]['id'], Probe>> = {
  'code-other-key': boundCode({}, other),
  'code-no-proof': boundCode(undefined),
  'code-right-key-refused': boundCode({}),
  'pkce-dropped-with-proof': async (world) => {
    return describe(await redeem(world, await codeFor(world), {}, { form: { code_verifier: 'x'.repeat(43) } }));
  },
  'verifier-without-challenge': async (world) => {
    const code = await codeFor(world, { client: 'confidential', pkce: false });
    const form = { client_id: 'confidential', client_secret: secret, code_verifier: verifier };
    return describe(await redeem(world, code, {}, { form }));
  },
  'dpop-jkt-ignored': boundCode({}, undefined, hashed),
  'par-dpop-jkt-ignored': pushedThen('none', hashed, other),
  'par-proof-not-binding': pushedThen('own', undefined, other),
  'par-proof-unchecked': async (world) => describe(await pushRequest(world, {}, world.key, { htm: 'PUT' })),
  'par-conflict-accepted': async (world) => describe(await pushRequest(world, { jkt: hashed }, world.key)),
  'par-agreement-refused': async (world) => describe(await pushRequest(world, { jkt: jktOf(world.key) }, world.key)),
  'par-status-200': async (world) => describe(await pushRequest(world, {})),
  'par-errors-as-text': async (world) => describe(await pushRequest(world, {}, world.key, { htm: 'PUT' })),
  'par-proof-replaces-secret': async (world) => {
    const url = `${world.server.issuer}/par`;
    const form = { response_type: 'code', client_id: 'confidential', redirect_uri: 'http://127.0.0.1:1/cb' };
    return describe(await post(url, form, { DPoP: makeProof(world, { htm: 'POST', url }) }));
  },
  'request-uri-any-client': async (world) => {
    const code = await codeFromPushed(world, await pushRequest(world, {}), 'confidential');
    return code === 'no code' ? 'refused' : 'a code';
  },
  'request-uri-reusable': async (world) => {
    const pushed = await pushRequest(world, {});
    await codeFromPushed(world, pushed);
    return (await codeFromPushed(world, pushed)) === 'no code' ? 'refused' : 'reused';
  },
  'introspection-without-cnf': introspectOpaque,
  'introspection-cnf-nested': introspectOpaque,
  'introspection-jwt-without-cnf': introspect({}),
  'introspection-cnf-other': introspect({}),
  'introspection-bearer': introspect({}),
  'introspection-demands-proof': introspect({}),
  'introspection-by-proof': introspect({}, { DPoP: 'a.b.c' }),
  'introspection-inactive-leaks': introspect({ exp: 1 }),
  'introspection-exp-unchecked': introspect({ exp: 1 }),
  'metadata-algs-missing': metadata,
  'metadata-algs-string': metadata,
  'metadata-algs-empty': metadata,
  'metadata-algs-none': metadata,
  'metadata-algs-hs256': metadata,
  'metadata-algs-unsupported': metadata,
  'metadata-other-endpoint': metadata,
  'metadata-empty-array': metadata,
  'metadata-text': metadata,
};
