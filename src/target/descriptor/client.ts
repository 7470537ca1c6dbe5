import * as z from 'zod';
import { Secret } from './secret.ts';

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
    if (client.grants.includes('authorization_code') && client.redirectUri === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['redirectUri'],
        message: 'grant authorization_code needs redirectUri',
      });
    }
  });
export type ClientDescriptor = z.output<typeof ClientDescriptor>;
