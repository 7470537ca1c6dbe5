import * as z from 'zod';

const Call = z.strictObject({
  do: z.literal('call'),
  at: z.enum(['resource', 'resource2']).default('resource'),
  method: z.string().default('GET'),
  path: z.string().default('/').describe('Path, query and fragment, as the client is given it.'),
  body: z.string().optional(),
  stream: z.literal(true).optional().describe('The body comes from a stream that can be read once.'),
  times: z.int().min(1).max(600).default(1),
  parallel: z.int().min(1).max(32).default(1),
});

/** One step of what the client is asked to do. `restart`: it saves, ends, and a new process loads what it saved. */
export const TaskStep = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('token'), par: z.literal(true).optional(), dpopJkt: z.literal(true).optional() }),
  z.strictObject({ do: z.literal('refresh') }),
  z
    .strictObject({ do: z.literal('exchange') })
    .describe('It exchanges the access token that it has for another one (RFC 8693).'),
  z.strictObject({ do: z.literal('restart') }),
  z
    .strictObject({ do: z.literal('calls-of-two'), times: z.int().min(1).max(20) })
    .describe('A second session gets a token, and both call the resource at once.'),
  Call,
]);
export type TaskStep = z.output<typeof TaskStep>;

/** What a client is asked to do, with a new key and new servers. The first step gets a token. */
export const Task = z.strictObject({
  grant: z
    .enum(['any', 'client_credentials', 'authorization_code', 'device_code'])
    .default('any')
    .describe('any: whichever the client can do, client_credentials first.'),
  client: z
    .enum(['none', 'client_secret_basic', 'private_key_jwt'])
    .optional()
    .describe('How it authenticates; without it as the descriptor says.'),
  tls: z
    .enum(['trusted', 'other-name'])
    .optional()
    .describe('The servers speak https; other-name: with a certificate for another host.'),
  steps: z.array(TaskStep).min(1),
});
export type Task = z.output<typeof Task>;
