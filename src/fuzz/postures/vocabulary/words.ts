import { lawfulChallenges } from '../oracle/lawful-challenges.ts';
import type { Words } from './from-schema.ts';

/** Fields that mean something to a client. None that frames the message: what a client waits for then is not its fault. */
const fields = [
  'DPoP-Nonce',
  'WWW-Authenticate',
  'Content-Type',
  'Cache-Control',
  'Date',
  'Retry-After',
  'Set-Cookie',
  'X-Unknown',
  'Vary',
  'Access-Control-Expose-Headers',
];

const spellings = ['dpop-nonce', 'DPOP-NONCE', 'dPoP-nOnCe', 'X-DPoP-Nonce', 'www-authenticate', 'WWW-AUTHENTICATE'];

/** A client that waits as long as it is asked to would not answer in time, so none is to wait. */
const fieldValues = ['0', 'a', 'one,two', 'a b', 'text/html', 'no-store', '"', 'n=1; Path=/'];

const members = [
  'token_type',
  'access_token',
  'refresh_token',
  'expires_in',
  'scope',
  'id_token',
  'error',
  'error_description',
  'request_uri',
  'issuer',
  'dpop_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'grant_types_supported',
  'code_challenge_methods_supported',
  'require_pushed_authorization_requests',
  'cnf',
  'x_unknown',
];

const memberValues = [
  'x',
  '',
  null,
  0,
  -1,
  true,
  false,
  1_000_000,
  [],
  'Bearer',
  'bearer',
  'dpop',
  'DPOP',
  'N_A',
  ['ES256'],
  ['ES384'],
  ['ES512', 'PS256'],
  ['none', 'HS256'],
];

const errors = [
  'use_dpop_nonce',
  'invalid_dpop_proof',
  'invalid_token',
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'insufficient_scope',
  'temporarily_unavailable',
  'x',
  '',
];

/** Schemes that a layer below answers by itself are left out. */
const challenges = [
  'DPoP error="use_dpop_nonce", algs="ES256 PS256"',
  ...lawfulChallenges.flatMap(({ lines }) => lines),
  'DPoP',
  'DPoP error="invalid_dpop_proof", algs="ES384"',
  'DPoP error="invalid_token", algs="ES256"',
  'DPoP algs=""',
  'DPoP realm="a \\"quoted\\" text, DPoP error=use_dpop_nonce"',
  'DPoP error="use_dpop_nonce", error="invalid_token"',
  'Bearer realm="r"',
  'DPoP algs="ES256", Bearer realm="r"',
  'Unknown abc==, DPoP error="use_dpop_nonce"',
  'DPoP error="use_dpop_nonce',
  ', ,',
  '',
];

const bodies = ['', '{}', 'null', '[]', '{"access_token":', '<html></html>', '{"token_type":"DPoP"}', '"text"'];

const tables: Readonly<Record<string, readonly unknown[]>> = {
  'demand-nonce.nonce.literal': ['n', 'one,two', "!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~", '', 'a b', 'a"b\\c'],
  'demand-nonce.nonce.length': [1, 2, 43, 512, 8000],
  'nonce.value.literal': ['n', 'one,two', '=', '', 'a b', 'a"b\\c'],
  'nonce.value.length': [1, 43, 512, 8000],
  'nonce.name': ['DPoP-Nonce', 'dpop-nonce', 'DPOP-NONCE'],
  // Of 401, 407, 408 and 421 a layer below may make another request by itself.
  'status.value': [200, 201, 202, 204, 206, 299, 304, 400, 402, 403, 404, 409, 410, 418, 429, 500, 502, 503, 599],
  'field-set.name': fields,
  'field-set.value': fieldValues,
  'field-add.name': fields,
  'field-add.value': fieldValues,
  'field-remove.name': fields,
  'field-name.name': ['DPoP-Nonce', 'WWW-Authenticate', 'Content-Type'],
  'field-name.to': spellings,
  'challenge.lines': challenges,
  'member-set.name': members,
  'member-set.value': memberValues,
  'member-remove.name': members,
  'body.text': bodies,
  'error.status': [400, 401, 403, 404, 429, 500, 503],
  'error.error': errors,
  'callback.name': ['code', 'state', 'iss', 'error', 'x_unknown', 'access_token', 'token_type'],
  'callback.value': ['x', '', 'https://other.example', 'DPoP', 'a b&c=d'],
  'delay.ms': [1, 20, 120],
  'cut.after': [0, 1, 20, 120, 400],
  'clock.seconds': [0, 30, -30, 600, -600, 86_400],
  nth: [1, 2, 3],
  'nth.from': [1, 2],
  'nth.to': [2, 3, 5],
};

/** What is worth drawing where a schema leaves a member free. */
export const wordsFor: Words = (path) => tables[path];
