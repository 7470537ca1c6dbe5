import type { AsEndpoints } from '../../target/discover.ts';
import { isAllowedHost, hostAndPort } from '../../target/allowed-hosts.ts';
import { clientAuthMethods, grantTypes, type ClientDescriptor } from '../../target/descriptor/client.ts';
import type { ProductDescriptor } from '../../target/descriptor/product.ts';
import type { Survey } from '../../app/survey.ts';

export type AuthMethod = ClientDescriptor['auth'];

/** The facts for a new descriptor. */
export type Draft = {
  readonly name: string;
  readonly survey: Survey;
  readonly client: string;
  readonly auth: AuthMethod;
  readonly product?: ProductDescriptor;
  /** The path of a PEM file as the descriptor names it. */
  readonly ca?: string;
  /** The path of the JSON Schema relative to the file, if the file can name it. */
  readonly schema?: string;
};

/** The text of a descriptor, with comments on what is left to fill in. `loadDescriptor` accepts it. */
export function draftDescriptor(draft: Draft): string {
  const { name, survey, schema } = draft;
  const hasAs = survey.issuer !== undefined;
  const lines = [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]),
    '# Written by proofmark init. Secrets never stand in this file: { env: NAME } names the variable that holds one.',
    `name: ${quoted(name)}`,
    ...productLines(draft.product),
    ...(hasAs ? asLines(draft, survey.issuer) : []),
    ...(survey.resource === undefined ? [] : rsLines(survey, survey.resource, hasAs)),
    ...claimLines(survey.endpoints),
    ...allowLines(survey),
    ...(draft.ca === undefined ? [] : [`tls: { ca: ${quoted(draft.ca)} }`]),
    ...(hasAs && grantsOf(draft).includes('authorization_code') ? loginLines : []),
  ];
  return `${lines.join('\n')}\n`;
}

function productLines(product: ProductDescriptor | undefined): readonly string[] {
  if (product === undefined) return [];
  return ['product:', ...Object.entries(product).map(([field, value]) => `  ${field}: ${quoted(String(value))}`)];
}

function asLines(draft: Draft, issuer: string): readonly string[] {
  const { survey, client, auth } = draft;
  const grants = grantsOf(draft);
  const tokenEndpoint = new URL('token', issuer.endsWith('/') ? issuer : `${issuer}/`).href;
  const endpoints =
    survey.endpoints === undefined
      ? ['  discovery: none', '  endpoints:', `    token: ${quoted(tokenEndpoint)} # a guess: no metadata was found`]
      : [];
  return [
    'as:',
    `  issuer: ${quoted(issuer)}`,
    ...endpoints,
    '  clients:',
    `    - id: ${quoted(client)}`,
    `      auth: ${auth}`,
    ...secretLines(client, auth),
    `      grants: [${grants.join(', ')}]`,
    ...(grants.includes('authorization_code')
      ? ['      redirectUri: http://127.0.0.1/callback # as it is registered']
      : []),
    isUserinfo(survey) ? '      scope: openid # for the userinfo endpoint' : '      # scope: read',
    '      # resource: https://api.example.com # RFC 8707',
    '      # parameters: { audience: https://api.example.com }',
    '      # extension: { type: urn:ietf:params:oauth:grant-type:token-exchange, parameters: { … } } # with grants: [extension]',
  ];
}

function secretLines(client: string, auth: AuthMethod): readonly string[] {
  const variable = secretVariable(client, auth);
  if (variable === undefined) return [];
  const isKey = auth === 'private_key_jwt';
  return [`      ${isKey ? 'key' : 'secret'}: { env: ${variable} }${isKey ? ' # a private JWK, as JSON' : ''}`];
}

/** The environment variable for the client's secret or key, or `undefined` when the client has none. */
export function secretVariable(client: string, auth: AuthMethod): string | undefined {
  if (auth === 'none') return undefined;
  const stem = client
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40);
  const name = /^[A-Z]/.test(stem) ? stem : `CLIENT${stem === '' ? '' : `_${stem}`}`;
  return `${name}_${auth === 'private_key_jwt' ? 'KEY' : 'SECRET'}`;
}

function rsLines({ resourceIdentifier }: Survey, resource: string, hasAs: boolean): readonly string[] {
  return [
    'rs:',
    ...(resourceIdentifier === undefined ? [] : [`  resource: ${quoted(resourceIdentifier)} # has RFC 9728 metadata`]),
    '  resources:',
    `    - url: ${quoted(resource)}`,
    '      # method: POST',
    '      # headers: { Accept: text/event-stream, X-Api-Key: { env: API_KEY } } # what it wants with every request',
    '      # body: a=b # or { command: [node, body.mjs] } where each request needs a new one',
    '      # expect: { contains: text that only the protected content has }',
    ...(hasAs
      ? []
      : [
          '  token: # or { from: mint, … } where the server can trust a JWKS on loopback, or { from: command, … }',
          '    from: env',
          `    token: { env: ${rsVariables.token} }`,
          `    key: { env: ${rsVariables.key} } # the private JWK that it is bound to`,
        ]),
  ];
}

/** The environment variables for an access token and its key, for a resource server without an issuer. */
export const rsVariables = { token: 'DPOP_ACCESS_TOKEN', key: 'DPOP_KEY' } as const;

function claimLines(endpoints: AsEndpoints | undefined): readonly string[] {
  const found = endpoints?.par === undefined ? [] : ['  par: true'];
  const optional = [
    ...(endpoints?.introspection === undefined ? [] : ['introspection: true # the client may introspect its tokens']),
    'nonce: required # or offered, none',
    'replayDetection: true',
    'bearer: true # the resource takes unbound tokens too',
  ];
  return [
    '# What the target says of itself: claims select cases.',
    ...(found.length === 0 ? ['# claims:'] : ['claims:', ...found]),
    ...optional.map((line) => (found.length === 0 ? `#   ${line}` : `  # ${line}`)),
  ];
}

/** Proofmark contacts endpoints on hosts other than the issuer's only where the descriptor allows them. */
function allowLines({ issuer, endpoints, resource }: Survey): readonly string[] {
  const named = [issuer, resource].flatMap((url) => (url === undefined ? [] : [hostAndPort(url)]));
  const { token, par, authorization, introspection, jwks } = endpoints ?? {};
  const others = [token, par, authorization, introspection, jwks].filter(
    (url) => url !== undefined && !isAllowedHost(named, url),
  );
  const hosts = [...new Set(others.map((url) => hostAndPort(url ?? '')))];
  return hosts.length === 0 ? [] : [`allow: [${hosts.map(quoted).join(', ')}] # endpoints of the metadata`];
}

const loginLines = [
  '# login:',
  '#   fields: { username: tester, password: { env: LOGIN_PASSWORD } } # by the name of the form field',
];

/** The grants of the metadata that Proofmark knows. A public client has no client credentials grant. */
function grantsOf({ survey, auth }: Draft): readonly string[] {
  const supported = strings(survey.endpoints?.metadata?.['grant_types_supported']);
  if (isUserinfo(survey)) return supported.includes('refresh_token') ? userGrants : userGrants.slice(0, 1);
  const usable = grantTypes.filter((grant) => grant !== 'client_credentials' || auth !== 'none');
  if (auth !== 'none' && (supported.length === 0 || supported.includes('client_credentials')))
    return ['client_credentials'];
  const known = usable.filter((grant) => supported.includes(grant));
  return known.includes('authorization_code') ? known : ['authorization_code'];
}

/** Only a token of a user who has logged in opens it (OpenID Connect Core §5.3). */
function isUserinfo({ endpoints, resource }: Survey): boolean {
  return resource !== undefined && endpoints?.metadata?.['userinfo_endpoint'] === resource;
}

const userGrants = ['authorization_code', 'refresh_token'] as const;

/** The method to propose: the first known one in the metadata (RFC 8414 §2: `client_secret_basic` by default). */
export function proposedAuth(endpoints: AsEndpoints | undefined): AuthMethod {
  const supported = strings(endpoints?.metadata?.['token_endpoint_auth_methods_supported']);
  return clientAuthMethods.find((method) => supported.includes(method)) ?? 'client_secret_basic';
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Quotes text as JSON, which YAML reads. Words that YAML reads as text stay plain. */
function quoted(text: string): string {
  const plain = /^[A-Za-z][\w.:/?&=%~+-]*[\w/]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
