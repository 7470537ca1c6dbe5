import * as z from 'zod';
import { Secret } from './secret.ts';
import { mintedClaims, TokenSource } from './token-source.ts';
import { Replicas, url } from './urls.ts';

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
  /** The answer to a lawful request. `contains`: text that only the protected content has. */
  expect: z.strictObject({ status: z.int().min(200).max(299).optional(), contains: z.string().optional() }).default({}),
});
export type ResourceDescriptor = z.output<typeof ResourceDescriptor>;

/** The name by which cases and findings know a resource of a descriptor. */
export function resourceKey({ name, method, url }: ResourceDescriptor): string {
  return name ?? `${method} ${url}`;
}

export const ResourceServerDescriptor = z.strictObject({
  /** The resource identifier (RFC 9728); its metadata is read where it is named. */
  resource: url.optional(),
  resources: z.array(ResourceDescriptor).min(1),
  /** Origins of the servers behind the resources, each reachable by itself. */
  replicas: Replicas.optional(),
  token: TokenSource.default({ from: 'as' }),
  /**
   * The issuer's own private JWK, where you hold it. Proofmark signs tokens with it for the cases that attack the token
   * (another `cnf`, expired, for another audience). All other cases use `token`. Not needed beside `from: mint`.
   */
  mint: z.strictObject({ issuer: z.string().min(1), key: Secret, ...mintedClaims }).optional(),
});
export type ResourceServerDescriptor = z.output<typeof ResourceServerDescriptor>;
