/** What every answer carries: nothing is kept, guessed, framed, or handed to another site. */
export const strictHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** For what is no page: nothing is loaded, nothing runs. */
export const plainPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

const ownPolicy =
  /<meta http-equiv="Content-Security-Policy" content="(default-src 'none'; style-src 'sha256-[\w+/=]+'(?:; script-src 'sha256-[\w+/=]+')?; base-uri 'none'; form-action 'none'(?:; require-trusted-types-for 'script')?)">/;

/** A page of ours names the hashes of what may run in it. Another page may show itself, and run nothing. */
export function pagePolicy(beginning: string): string {
  const own = ownPolicy.exec(beginning)?.[1];
  return `${own ?? "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"}; frame-ancestors 'none'`;
}

/**
 * Whether the request was meant for this server. A page of another site can have its own name resolve to 127.0.0.1, and then
 * read answers; but its requests carry that name (DNS rebinding).
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => host?.toLowerCase() === `${name}:${port}`);
}
