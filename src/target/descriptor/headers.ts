import * as z from 'zod';
import { Secret } from './secret.ts';

/** Fields that Proofmark makes itself, or that would change how the message is read. */
const own =
  /^(authorization|proxy-.*|dpop|host|content-length|content-type|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect)$/i;

const value = z.string().regex(/^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/, 'a field value on one line, in ASCII');

/** Header fields that a server wants with every request, such as `Accept` or an API key. */
export const Headers = z
  .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'the name of a header field'), z.union([value, Secret]))
  .superRefine((headers, context) => {
    for (const name of Object.keys(headers))
      if (own.test(name))
        context.addIssue({ code: 'custom', path: [name], message: `Proofmark makes the field ${name} itself` });
  })
  .default({});
export type Headers = z.output<typeof Headers>;
