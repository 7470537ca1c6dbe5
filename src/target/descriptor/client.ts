import * as z from 'zod';
import { Command } from './command.ts';
import { Secret } from './secret.ts';

export const clientAuthMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;
/** `extension` is any other one (RFC 6749 §4.5), for example a token exchange (RFC 8693). */
export const grantTypes = ['client_credentials', 'authorization_code', 'refresh_token', 'extension'] as const;

export const ClientDescriptor = z
  .strictObject({
    id: z.string().min(1),
    auth: z.enum(clientAuthMethods),
    secret: Secret.optional(),
    /** Private JWK (JSON) for `private_key_jwt`. */
    key: Secret.optional(),
    /** Empty for a client that only introspects tokens. */
    grants: z.array(z.enum(grantTypes)),
    /** The token request of the grant `extension`: its `grant_type`, and the other parameters, made anew where a command gives them. */
    extension: z
      .strictObject({
        type: z.string().min(1),
        parameters: z.record(z.string(), z.union([z.string(), Secret, Command])),
      })
      .optional(),
    scope: z.string().optional(),
    /** RFC 8707 resource indicator. */
    resource: z.string().optional(),
    redirectUri: z.url().optional(),
    /** More parameters of token (and pushed authorization) requests, for example `audience`. */
    parameters: z.record(z.string(), z.string()).optional(),
    /** More parameters of authorization requests only, for example `prompt: consent`. */
    authorizationParameters: z.record(z.string(), z.string()).optional(),
    /** `aud` of the client's assertion: the issuer (RFC 7523bis), or the endpoint that it is sent to. */
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
    if (client.grants.includes('extension') !== (client.extension !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['extension'],
        message: 'grant extension and extension: { type, parameters } belong together',
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

/** The grant for plain token requests of a client. One without a login comes first. */
export function plainGrant({ grants }: Pick<ClientDescriptor, 'grants'>): ClientDescriptor['grants'][number] {
  if (grants.includes('client_credentials')) return 'client_credentials';
  return grants.includes('extension') ? 'extension' : 'authorization_code';
}

/** The client that most requests are made with: the first one that needs no login. */
export function plainClient<Client extends Pick<ClientDescriptor, 'grants'>>(
  clients: readonly Client[],
): Client | undefined {
  const able = clients.filter(({ grants }) => grants.length > 0);
  const by = (grant: ClientDescriptor['grants'][number]): Client | undefined =>
    able.find(({ grants }) => grants.includes(grant));
  return by('client_credentials') ?? by('extension') ?? able[0];
}
