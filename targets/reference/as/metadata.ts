import { jsonReply, reply, type Reply } from '../net/message.ts';
import { tokenExchange } from './grants.ts';
import { publicSigningJwk } from '../token.ts';
import type { AsContext } from './context.ts';

/** The metadata of RFC 8414 3.2 and RFC 9449 5.1, which OpenID Connect Discovery uses too. */
export function authorizationServerMetadata(context: AsContext): Reply {
  const { origin, defects, policy } = context;
  const algs = advertisedAlgs(context);
  const metadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}${defects.has('metadata-other-endpoint') ? '/oauth/token' : '/token'}${policy.endpointQuery}`,
    ...(policy.par === 'none' ? {} : { pushed_authorization_request_endpoint: `${origin}/par` }),
    ...(policy.registration === 'none' ? {} : { registration_endpoint: `${origin}/register` }),
    revocation_endpoint: `${origin}/revoke`,
    introspection_endpoint: `${origin}/introspect`,
    jwks_uri: `${origin}/jwks`,
    scopes_supported: ['read', 'openid'],
    ...(defects.has('metadata-empty-array') ? { claims_supported: [] } : {}),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [
      'client_credentials',
      'authorization_code',
      'refresh_token',
      ...(policy.tokenExchange ? [tokenExchange] : []),
    ],
    token_endpoint_auth_methods_supported: policy.authMethods,
    ...(policy.parRequiredAnnounced ? { require_pushed_authorization_requests: policy.parRequired } : {}),
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    introspection_endpoint_auth_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    ...(policy.responseIss === 'promised' ? { authorization_response_iss_parameter_supported: true } : {}),
    // OpenID Connect Discovery 3: the second member would mean true if it were left out.
    request_parameter_supported: policy.requestObjects,
    request_uri_parameter_supported: false,
    ...(policy.requestObjects ? { request_object_signing_alg_values_supported: ['ES256'] } : {}),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    ...(algs === undefined ? {} : { dpop_signing_alg_values_supported: algs }),
  };
  const type = defects.has('metadata-text') ? 'text/plain' : 'application/json';
  return reply(200, JSON.stringify(metadata), [['Content-Type', type]]);
}

function advertisedAlgs({ policy, defects }: AsContext): unknown {
  if (defects.has('metadata-algs-missing')) return undefined;
  if (defects.has('metadata-algs-empty')) return [];
  if (defects.has('metadata-algs-string')) return policy.algs.join(' ');
  if (!policy.algsListedInFull) return policy.algs.slice(0, 1);
  const wrong = [
    ...(defects.has('metadata-algs-none') ? ['none'] : []),
    ...(defects.has('metadata-algs-hs256') ? ['HS256'] : []),
    ...(defects.has('metadata-algs-unsupported') ? ['PS512'] : []),
  ];
  return [...policy.algs, ...wrong];
}

export function jwks(): Reply {
  return jsonReply(200, { keys: [publicSigningJwk()] });
}
