import * as z from 'zod';
import { Ability } from '../../plan/ability.ts';
import { ProductDescriptor } from './product.ts';
import { Secret } from './secret.ts';

const Members = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  product: ProductDescriptor.optional(),
  role: z.literal('client'),
  /** The program. It starts in the folder of this file; `node` is the Node that Proofmark runs on. */
  command: z.array(z.string()).min(1).optional(),
  /**
   * `command`: one program that reads JSON lines. `environment`: one process for each task, asked by variables. `page`: a module
   * in a page of Chromium, which stands in `page`, or which `command` prints.
   */
  dress: z.enum(['command', 'environment', 'page']).default('command'),
  /** The module of a page: path of one JavaScript file that imports nothing, relative to this file. */
  page: z.string().optional(),
  /** Variables of the program, beside PATH, HOME and LANG. It gets no other variable of this machine. */
  env: z.record(z.string(), z.union([z.string(), Secret])).default({}),
  /** What it can do. By default what the program says of itself. */
  does: z.array(Ability).optional(),
  /** How it is registered with the authorization server that Proofmark plays. */
  client: z
    .strictObject({
      id: z.string().default('proofmark-client'),
      auth: z
        .enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'])
        .default('client_secret_basic'),
    })
    .prefault({}),
  /** The servers speak https in every case, for a client that takes nothing else. */
  tls: z.boolean().default(false),
  scope: z.string().default('read'),
  /** By default a URL at which nobody listens; for a page, one of its own. */
  redirectUri: z.url().optional(),
  limits: z
    .strictObject({
      timeoutSeconds: z.number().positive().max(60).default(5),
      /** How long the first answer may take, as long as a program that fetches itself needs. */
      startSeconds: z.number().positive().max(600).default(10),
    })
    .prefault({}),
  /** Path of the waiver file, relative to this file. */
  waivers: z.string().optional(),
});

/** The descriptor of a client under test: how it is asked, and what it says that it can do. */
export const ClientDescriptor = Members.superRefine(({ dress, command, page }, context) => {
  const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (dress !== 'page' && page !== undefined) fault('page', 'only dress: page has a page');
  if (dress !== 'page' && command === undefined) fault('command', `dress: ${dress} needs command, the program`);
  if (dress === 'page' && (command === undefined) === (page === undefined))
    fault('page', 'dress: page needs either page, a file, or command, a program that prints the module');
});
export type ClientDescriptor = z.output<typeof ClientDescriptor>;
