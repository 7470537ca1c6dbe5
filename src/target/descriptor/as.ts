import * as z from 'zod';
import { ClientDescriptor } from './client.ts';
import { Replicas, url } from './urls.ts';

export const AuthorizationServerDescriptor = z
  .strictObject({
    issuer: url.optional(),
    /** Where the metadata is published. `oauth`: RFC 8414; `oidc`: OpenID Connect Discovery; `none`: explicit endpoints only. */
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
    /** The client that calls the introspection endpoint; the first confidential one if absent. */
    introspectionClient: z.string().optional(),
  })
  .refine((as) => as.issuer !== undefined || as.endpoints.token !== undefined, {
    message: 'name the issuer, or endpoints.token',
    path: ['issuer'],
  });
export type AuthorizationServerDescriptor = z.output<typeof AuthorizationServerDescriptor>;
