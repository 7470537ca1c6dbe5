import * as z from 'zod';
import { Ability, clientGrantTypes } from '../plan/ability.ts';

/** The version of the contract between Proofmark and a client under test. */
export const protocolVersion = 1;

const Json = z.record(z.string(), z.unknown());
const session = z.string().describe('Names a session; each has a key, tokens and nonces of its own.');

/** How the client is registered, and where it finds the servers. */
const StartCommand = z.strictObject({
  cmd: z.literal('start'),
  session,
  issuer: z.url(),
  client: z.strictObject({
    id: z.string(),
    secret: z.string().optional(),
    key: Json.optional().describe('A private JWK, for private_key_jwt.'),
    auth: z.enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']),
  }),
  redirect_uri: z.url(),
  resource: z.url(),
  scope: z.string(),
  ca: z.string().optional().describe('A certificate authority to trust beside the usual ones, PEM.'),
  require_dpop: z.boolean(),
});

/** What a client is asked, one JSON object a line; `id` is added to each. */
export const Command = z.discriminatedUnion('cmd', [
  z.strictObject({ cmd: z.literal('hello'), protocol: z.literal(protocolVersion) }),
  StartCommand,
  z.strictObject({
    cmd: z.literal('token'),
    session,
    grant: z.enum(clientGrantTypes),
    par: z.boolean().optional(),
    dpop_jkt: z.boolean().optional(),
  }),
  z.strictObject({ cmd: z.literal('callback'), session, url: z.url() }),
  z.strictObject({
    cmd: z.literal('call'),
    session,
    method: z.string(),
    url: z.string(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string().nullable(),
    stream: z.boolean(),
    times: z.int(),
    parallel: z.int(),
  }),
  z.strictObject({ cmd: z.literal('save'), session }),
  z.strictObject({ cmd: z.literal('load'), session, state: z.string() }),
  z.strictObject({ cmd: z.literal('stop') }),
  z.strictObject({ cmd: z.string().regex(/^x-/).describe('Made up: it has to be answered as unsupported.') }),
]);
export type Command = z.output<typeof Command>;

const id = z.string();

/** What a client answers. Members that nobody knows are ignored. */
export const Reply = z.object({
  id,
  ok: z.boolean(),
  unsupported: z.boolean().optional(),
  error: z.object({ code: z.string().catch(''), text: z.string().catch('') }).optional(),
  name: z.string().optional(),
  version: z.string().optional(),
  language: z.string().optional(),
  decides: z.enum(['library', 'adapter']).optional(),
  does: z.array(z.string()).optional(),
  token_type: z.string().optional(),
  has_refresh: z.boolean().optional(),
  navigate: z.string().optional(),
  callback: z
    .string()
    .optional()
    .describe('The client went to the authorization server by itself, and came back to this URL.'),
  status: z.int().optional(),
  statuses: z.array(z.int()).optional(),
  state: z.string().optional(),
});
export type Reply = z.output<typeof Reply>;

/** What came of a command: a reply, or none. */
export type Answered =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** The program ended; `how` is in words. */
  | { readonly kind: 'ended'; readonly how: string }
  /** No reply came in time. */
  | { readonly kind: 'silent'; readonly ms: number }
  | { readonly kind: 'garbage'; readonly text: string };

/** A client as it introduces itself. */
export type Introduction = {
  readonly name: string;
  readonly version: string;
  readonly language: string;
  readonly decides: 'library' | 'adapter';
  readonly does: readonly Ability[];
};

/** One way of asking a client. */
export type Driver = {
  readonly ask: (command: Command) => Promise<Answered>;
  /** Ends the client in good order and starts it anew, as after a restart of the machine. */
  readonly renew: () => Promise<void>;
  /** The last lines of standard error. */
  readonly lastWords: () => string;
  /** Where codes go, unless the descriptor says it: a page of its own. */
  readonly redirectUri?: string;
  readonly close: () => Promise<void>;
};

export function introductionOf(reply: Reply): Introduction {
  const known = Ability.options;
  return {
    name: reply.name ?? 'unnamed',
    version: reply.version ?? '',
    language: reply.language ?? '',
    decides: reply.decides ?? 'library',
    does: known.filter((one) => reply.does?.includes(one) === true),
  };
}
