import * as z from 'zod';
import { Command } from './command.ts';
import { Headers } from './headers.ts';
import { Secret } from './secret.ts';
import { mintedClaims, TokenSource } from './token-source.ts';
import { Replicas, url } from './urls.ts';

/** Statuses that ask for credentials or for a pause, or come from a crash, and are never the lawful answer. */
const unlawful = [401, 429, 500, 503];

/** The answer to a lawful request. `contains`: text that only the protected content has, or that only this refusal has. */
const LawfulAnswer = z
  .strictObject({
    status: z
      .int()
      .min(200)
      .max(599)
      .refine((status) => !unlawful.includes(status), { error: `no status of ${unlawful.join(', ')}` })
      .optional(),
    contains: z.string().min(1).optional(),
  })
  .refine(({ status = 200, contains }) => status < 300 || contains !== undefined, {
    path: ['contains'],
    message: 'a status that is no 2xx needs a text that only this answer has',
  });

export const ResourceDescriptor = z.strictObject({
  name: z.string().optional(),
  method: z
    .string()
    .regex(/^[A-Z]+$/, 'an upper-case method')
    .default('GET'),
  url,
  /** Header fields of every request to it. */
  headers: Headers,
  /**
   * Sent with the request, or made anew for each by a command; a body gets `Content-Type: application/x-www-form-urlencoded`
   * unless `contentType` says otherwise.
   */
  body: z.union([z.string(), Command]).optional(),
  contentType: z.string().optional(),
  /**
   * Methods that change things and that the resource has too. Only requests that it has to refuse are sent with them, so
   * that a sound server changes nothing.
   */
  writes: z.array(z.enum(['PUT', 'PATCH', 'DELETE'])).default([]),
  expect: LawfulAnswer.default({}),
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
