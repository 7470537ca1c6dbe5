import * as z from 'zod';
import { ClientDescriptor } from './client.ts';
import { Headers } from './headers.ts';
import { Registration } from './registration.ts';
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
        registration: url.optional(),
        jwks: url.optional(),
      })
      .default({}),
    /** Origins of the servers behind the endpoints, each reachable by itself. */
    replicas: Replicas.optional(),
    /** Header fields of every request to the endpoints at which clients authenticate. */
    headers: Headers,
    /** Consent to register clients (RFC 7591), and what the server wants for that. */
    registration: Registration.optional(),
    clients: z.array(ClientDescriptor).min(1),
    /** The client that calls the introspection endpoint; the first confidential one if absent. */
    introspectionClient: z.string().optional(),
  })
  .refine((as) => as.issuer !== undefined || as.endpoints.token !== undefined, {
    message: 'name the issuer, or endpoints.token',
    path: ['issuer'],
  })
  .refine(({ clients }) => clients.some(({ grants }) => grants.length > 0), {
    message: 'one client at least needs a grant',
    path: ['clients'],
  })
  .superRefine(({ clients, introspectionClient }, context) => {
    for (const [index, { id, grants }] of clients.entries())
      if (grants.length === 0 && id !== introspectionClient)
        context.addIssue({
          code: 'custom',
          path: ['clients', index, 'grants'],
          message: 'only the client that introspectionClient names may have no grants',
        });
  });
export type AuthorizationServerDescriptor = z.output<typeof AuthorizationServerDescriptor>;
