import * as z from 'zod';
import { Ability } from '../../plan/ability.ts';
import { ProductDescriptor } from './product.ts';
import { Secret } from './secret.ts';

/** The descriptor of a client under test: how it is asked, and what it says that it can do. */
export const ClientDescriptor = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  product: ProductDescriptor.optional(),
  role: z.literal('client'),
  /** The program. It starts in the folder of this file; `node` is the Node that Proofmark runs on. */
  command: z.array(z.string()).min(1),
  /** `command`: one program that reads JSON lines. `environment`: one process for each task, asked by variables. */
  dress: z.enum(['command', 'environment']).default('command'),
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
  scope: z.string().default('read'),
  redirectUri: z.url().default('http://127.0.0.1:8497/callback'),
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
export type ClientDescriptor = z.output<typeof ClientDescriptor>;
