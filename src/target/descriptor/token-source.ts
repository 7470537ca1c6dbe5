import * as z from 'zod';
import { Command } from './command.ts';
import { Secret } from './secret.ts';

/** The claims of access tokens that Proofmark signs. */
export const mintedClaims = {
  audience: z.string(),
  scope: z.string().optional(),
  subject: z.string().default('proofmark'),
  claims: z.record(z.string(), z.json()).default({}),
  lifetimeSeconds: z.int().positive().default(3600),
  /** In the header: `at+jwt` by RFC 9068 §2.1. */
  typ: z.string().min(1).default('at+jwt'),
} as const;
const MintedClaims = z.strictObject(mintedClaims);
export type MintedClaims = z.output<typeof MintedClaims>;

/** The source of the access tokens for the resource server. */
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
  Command.extend({ from: z.literal('command') }),
  /** Proofmark is the issuer: it serves metadata and a JWKS on loopback and signs JWT access tokens (RFC 9068). */
  z.strictObject({
    from: z.literal('mint'),
    port: z.int().min(1).max(65535),
    /** What the tokens are signed with. RFC 9068 §2.1 has RS256 supported by every resource server. */
    alg: z.enum(['ES256', 'RS256']).default('ES256'),
    ...mintedClaims,
  }),
]);
export type TokenSource = z.output<typeof TokenSource>;
