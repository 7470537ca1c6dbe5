import * as z from 'zod';
import { defined } from '../defined.ts';
import { SigningAlg } from '../plan/values.ts';
import { AuthorizationServerDescriptor } from './descriptor/as.ts';
import type { ClientDescriptor } from './descriptor/client-under-test.ts';
import { Claims } from './descriptor/claims.ts';
import { LaunchDescriptor } from './descriptor/launch.ts';
import { LoginDescriptor } from './descriptor/login.ts';
import { ProductDescriptor } from './descriptor/product.ts';
import { ResourceServerDescriptor } from './descriptor/rs.ts';

const Members = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  product: ProductDescriptor.optional(),
  as: AuthorizationServerDescriptor.optional(),
  rs: ResourceServerDescriptor.optional(),
  claims: Claims.default({}),
  /** The algorithm of plain proofs, for a target that names none in metadata or in a challenge. */
  proofAlg: SigningAlg.optional(),
  /** Cases about `iat` are skipped where the clock is further off. */
  clock: z.strictObject({ maxOffsetSeconds: z.number().nonnegative().default(10) }).prefault({}),
  limits: z
    .strictObject({
      concurrency: z.int().min(1).max(64).default(40),
      requestsPerSecond: z.number().positive().optional(),
      maxRequests: z.int().positive().optional(),
      timeoutSeconds: z.number().positive().max(120).default(10),
      maxBodyBytes: z.int().positive().max(16_777_216).default(262_144),
    })
    .prefault({}),
  /** Hosts (`host` or `host:port`) that may be contacted beside those of the URLs named here. */
  allow: z.array(z.string()).default([]),
  tls: z.strictObject({ ca: z.string().optional() }).default({}),
  /** Whether a proxy in front is documented to set the `Forwarded` fields itself. */
  trustedProxy: z.boolean().default(false),
  launch: z.union([LaunchDescriptor, z.array(LaunchDescriptor)]).optional(),
  login: LoginDescriptor.optional(),
  /** Path of the waiver file, relative to this file. */
  waivers: z.string().optional(),
});

export const Descriptor = Members.superRefine((descriptor, context) => {
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

/** What a client under test has in common with servers. */
export function descriptorOfClient({ name, description, product, waivers }: ClientDescriptor): Descriptor {
  return Members.parse({ name, ...defined({ description, product, waivers }) });
}
