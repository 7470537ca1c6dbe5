import * as z from 'zod';

/** An absolute http or https URL. */
export const url = z.url({ protocol: /^https?$/, error: 'an absolute http or https URL' });

const origin = url.refine((text) => isOrigin(text), {
  error: 'expected an origin: scheme, host and port, nothing behind them',
});

/** Also `true` for text that is no URL: `url` reports that. */
function isOrigin(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed === null || parsed.href === `${parsed.origin}/`;
}

function originOf(text: string): string | undefined {
  return URL.parse(text)?.origin;
}

/** Servers behind one public URL. A request goes to one of them under the public name, like `curl --connect-to`. */
export const Replicas = z
  .array(origin)
  .refine((origins) => origins.length > 1 && new Set(origins.map(originOf)).size === origins.length, {
    error: 'expected at least two origins, none of them twice',
  })
  .meta({ minItems: 2, uniqueItems: true });
