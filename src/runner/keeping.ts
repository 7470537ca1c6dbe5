import type { Redactor } from '../wire/redact.ts';
import type { Keeping } from '../verdict/step-facts.ts';

/** How the record of a target keeps what was seen. */
export function keepingOf({ text, quote, transcript }: Redactor): Keeping {
  const request = { method: '', url: '', fields: [] };
  return {
    text,
    quote,
    response: (response) => transcript({ request, response, startedAt: 0, totalMs: 0 }).response ?? response,
  };
}
