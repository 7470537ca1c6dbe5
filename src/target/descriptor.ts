import * as z from 'zod';
import { SigningAlg } from '../plan/values.ts';
import { LoginDescriptor } from './login-descriptor.ts';
import { Secret } from './secret.ts';

const url = z.url({ protocol: /^https?$/, error: 'an absolute http or https URL' });

const origin = url.refine((text) => isOrigin(text), {
  error: 'expected an origin: scheme, host and port, nothing behind them',
});

/** What is no URL has been found fault with already. */
function isOrigin(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed === null || parsed.href === `${parsed.origin}/`;
}

function originOf(text: string): string | undefined {
  return URL.parse(text)?.origin;
}

/** Servers behind one public URL. A request goes to one of them under the public name, like `curl --connect-to`. */
const Replicas = z
  .array(origin)
  .refine((origins) => origins.length > 1 && new Set(origins.map(originOf)).size === origins.length, {
    error: 'expected at least two origins, none of them twice',
  })
  .meta({ minItems: 2, uniqueItems: true });

export const clientAuthMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;
export const grantTypes = ['client_credentials', 'authorization_code', 'refresh_token'] as const;

export const ClientDescriptor = z
  .strictObject({
    id: z.string().min(1),
    auth: z.enum(clientAuthMethods),
    secret: Secret.optional(),
    /** Private JWK (JSON) for `private_key_jwt`. */
    key: Secret.optional(),
    grants: z.array(z.enum(grantTypes)).min(1),
    scope: z.string().optional(),
    /** RFC 8707 resource indicator. */
    resource: z.string().optional(),
    redirectUri: z.url().optional(),
    /** More parameters of token (and pushed authorization) requests, for example `audience`. */
    parameters: z.record(z.string(), z.string()).optional(),
    /** More parameters of authorization requests only, for example `prompt: consent`. */
    authorizationParameters: z.record(z.string(), z.string()).optional(),
    /** `aud` of the client's assertion: the issuer (RFC 7523bis) or the endpoint it is sent to. */
    assertionAudience: z.enum(['issuer', 'endpoint']).default('issuer'),
    /** Registered with `dpop_bound_access_tokens: true` (RFC 9449 §5.2). */
    dpopBoundAccessTokens: z.boolean().optional(),
  })
  .superRefine((client, context) => {
    const needsSecret = client.auth === 'client_secret_basic' || client.auth === 'client_secret_post';
    if (needsSecret && client.secret === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['secret'],
        message: `auth ${client.auth} needs secret: { env: NAME }`,
      });
    }
    if (client.auth === 'private_key_jwt' && client.key === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['key'],
        message: 'auth private_key_jwt needs key: { env: NAME } with a private JWK',
      });
    }
    if (client.grants.includes('authorization_code') && client.redirectUri === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['redirectUri'],
        message: 'grant authorization_code needs redirectUri',
      });
    }
  });
export type ClientDescriptor = z.output<typeof ClientDescriptor>;

export const AuthorizationServerDescriptor = z
  .strictObject({
    issuer: url.optional(),
    /** Where the metadata stands. `oauth`: RFC 8414; `oidc`: OpenID Connect Discovery; `none`: explicit endpoints only. */
    discovery: z.enum(['auto', 'oauth', 'oidc', 'none']).default('auto'),
    /** Explicit endpoints win over discovered ones. */
    endpoints: z
      .strictObject({
        token: url.optional(),
        pushedAuthorizationRequest: url.optional(),
        authorization: url.optional(),
        introspection: url.optional(),
        jwks: url.optional(),
      })
      .default({}),
    /** Origins of the servers behind the endpoints, each reachable by itself. */
    replicas: Replicas.optional(),
    clients: z.array(ClientDescriptor).min(1),
    /** The caller at the introspection endpoint; default: the first confidential client. */
    introspectionClient: z.string().optional(),
  })
  .refine((as) => as.issuer !== undefined || as.endpoints.token !== undefined, {
    message: 'name the issuer, or endpoints.token',
    path: ['issuer'],
  });
export type AuthorizationServerDescriptor = z.output<typeof AuthorizationServerDescriptor>;

export const ResourceDescriptor = z.strictObject({
  name: z.string().optional(),
  method: z
    .string()
    .regex(/^[A-Z]+$/, 'an upper-case method')
    .default('GET'),
  url,
  /** Sent with the request; a form body gets `Content-Type: application/x-www-form-urlencoded`. */
  body: z.string().optional(),
  contentType: z.string().optional(),
  /** The lawful answer to a good request. `contains`: text that only the protected content has. */
  expect: z.strictObject({ status: z.int().min(200).max(299).optional(), contains: z.string().optional() }).default({}),
});
export type ResourceDescriptor = z.output<typeof ResourceDescriptor>;

/** Tells one resource of a descriptor from the others. */
export function resourceKey({ name, method, url }: ResourceDescriptor): string {
  return name ?? `${method} ${url}`;
}

/** What tokens that Proofmark signs say. */
const mintedClaims = {
  audience: z.string(),
  scope: z.string().optional(),
  subject: z.string().default('proofmark'),
  claims: z.record(z.string(), z.json()).default({}),
  lifetimeSeconds: z.int().positive().default(3600),
} as const;
const MintedClaims = z.strictObject(mintedClaims);
export type MintedClaims = z.output<typeof MintedClaims>;

/** Where the access tokens for the resource server come from. */
export const TokenSource = z.discriminatedUnion('from', [
  /** The `as` of this descriptor. */
  z.strictObject({ from: z.literal('as'), client: z.string().optional() }),
  /** The `as` of another descriptor (path relative to this file). */
  z.strictObject({ from: z.literal('descriptor'), path: z.string(), client: z.string().optional() }),
  /** One token and the private JWK it is bound to. */
  z.strictObject({
    from: z.literal('env'),
    token: Secret,
    key: Secret,
    siblingToken: Secret.optional(),
    unboundToken: Secret.optional(),
  }),
  /** A command that reads `{"jkt":…,"jwk":…,"bound":true}` on stdin and prints an access token (or JSON with `access_token`). */
  z.strictObject({
    from: z.literal('command'),
    command: z.array(z.string()).min(1),
    timeoutSeconds: z.number().positive().max(300).default(30),
  }),
  /** Proofmark is the issuer: it serves metadata and a JWKS on loopback and signs JWT access tokens (RFC 9068). */
  z.strictObject({
    from: z.literal('mint'),
    port: z.int().min(1).max(65535),
    ...mintedClaims,
  }),
]);
export type TokenSource = z.output<typeof TokenSource>;

const ResourceServerDescriptor = z.strictObject({
  /** RFC 9728 resource identifier; its metadata is read when named. */
  resource: url.optional(),
  resources: z.array(ResourceDescriptor).min(1),
  /** Origins of the servers behind the resources, each reachable by itself. */
  replicas: Replicas.optional(),
  token: TokenSource.default({ from: 'as' }),
  /**
   * The issuer's own private JWK, where you hold it: Proofmark signs tokens with it for the cases that attack the token
   * (another `cnf`, expired, for another audience). All other cases keep to `token`. Not needed beside `from: mint`.
   */
  mint: z.strictObject({ issuer: z.string().min(1), key: Secret, ...mintedClaims }).optional(),
});
export type ResourceServerDescriptor = z.output<typeof ResourceServerDescriptor>;

/** What the target says of itself. A claim selects cases; a failing probe never takes one back. Absent: learnt or not assumed. */
const Claims = z.strictObject({
  nonce: z.enum(['required', 'offered', 'none']).optional(),
  asNonce: z.enum(['required', 'offered', 'none']).optional(),
  rsNonce: z.enum(['required', 'offered', 'none']).optional(),
  replayDetection: z.boolean().optional(),
  /** A nonce is good for so long at most. */
  nonceLifetimeSeconds: z.number().positive().max(600).optional(),
  par: z.boolean().optional(),
  /** Authorization requests have to be pushed (RFC 9126 §5), also where the metadata does not say so. */
  parRequired: z.boolean().optional(),
  /** Honours dpop_jkt in plain authorization requests (RFC 9449 §10). */
  dpopJkt: z.boolean().optional(),
  introspection: z.boolean().optional(),
  /** Publishes RFC 9728 metadata for `rs.resource`. */
  resourceMetadata: z.boolean().optional(),
  /** The resource also takes unbound Bearer tokens. */
  bearer: z.boolean().optional(),
});
export type Claims = z.output<typeof Claims>;

export const LaunchDescriptor = z.strictObject({
  command: z.array(z.string()).min(1),
  /** Placeholders `{port.NAME}` in this file stand for a free port each. */
  env: z.record(z.string(), z.union([z.string(), Secret])).default({}),
  /** Ready when this URL answers at all, or when a line of its output starts with this text. */
  ready: z.union([z.strictObject({ url }), z.strictObject({ line: z.string() })]),
  readySeconds: z.number().positive().max(600).default(30),
  stopSeconds: z.number().positive().max(60).default(5),
});
export type LaunchDescriptor = z.output<typeof LaunchDescriptor>;

export const Descriptor = z
  .strictObject({
    name: z.string().min(1),
    description: z.string().optional(),
    as: AuthorizationServerDescriptor.optional(),
    rs: ResourceServerDescriptor.optional(),
    claims: Claims.default({}),
    /** The algorithm of plain proofs, where neither metadata nor a challenge names one that the target takes. */
    proofAlg: SigningAlg.optional(),
    /** Cases that would need more are skipped. */
    clock: z.strictObject({ maxOffsetSeconds: z.number().nonnegative().default(10) }).prefault({}),
    limits: z
      .strictObject({
        concurrency: z.int().min(1).max(64).default(8),
        requestsPerSecond: z.number().positive().optional(),
        maxRequests: z.int().positive().optional(),
        timeoutSeconds: z.number().positive().max(120).default(10),
        maxBodyBytes: z.int().positive().max(16_777_216).default(262_144),
      })
      .prefault({}),
    /** Hosts (`host` or `host:port`) that may be contacted beside those of the URLs named here. */
    allow: z.array(z.string()).default([]),
    tls: z.strictObject({ ca: z.string().optional() }).default({}),
    /** A proxy in front that is documented to set the `Forwarded` fields itself. */
    trustedProxy: z.boolean().default(false),
    launch: z.union([LaunchDescriptor, z.array(LaunchDescriptor)]).optional(),
    login: LoginDescriptor.optional(),
    /** Path of the waiver file, relative to this file. */
    waivers: z.string().optional(),
  })
  .superRefine((descriptor, context) => {
    if (descriptor.as === undefined && descriptor.rs === undefined) {
      context.addIssue({ code: 'custom', path: [], message: 'describe at least one of as: and rs:' });
    }
    if (descriptor.rs?.token.from === 'as' && descriptor.as === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['rs', 'token'],
        message: 'without an as: the tokens need another source: { from: env | command | mint | descriptor }',
      });
    }
  });
export type Descriptor = z.output<typeof Descriptor>;
