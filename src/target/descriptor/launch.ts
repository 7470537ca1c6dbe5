import * as z from 'zod';
import { Secret } from './secret.ts';
import { url } from './urls.ts';

export const LaunchDescriptor = z.strictObject({
  command: z.array(z.string()).min(1),
  /** A placeholder `{port.NAME}` in this file stands for a free port. */
  env: z.record(z.string(), z.union([z.string(), Secret])).default({}),
  /** It is ready when this URL gives any answer, or when a line of its output starts with this text. */
  ready: z.union([z.strictObject({ url }), z.strictObject({ line: z.string() })]),
  readySeconds: z.number().positive().max(600).default(30),
  stopSeconds: z.number().positive().max(60).default(5),
});
export type LaunchDescriptor = z.output<typeof LaunchDescriptor>;
