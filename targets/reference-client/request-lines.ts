import type { Attempt } from './attempt.ts';
import type { Lines } from './http/message.ts';
import type { Self } from './self.ts';

interface Credentials {
  readonly proof: string | undefined;
  readonly accessToken: string | undefined;
}

/** The lines of proof and token (RFC 9449 4.1 and 7.1). */
export function requestLines(self: Self, { key }: Attempt, { proof, accessToken }: Credentials): Lines {
  const { has, policy } = self;
  const lines: (readonly [string, string])[] = [];
  const shown = proof === undefined || (has('call-without-proof') && accessToken !== undefined) ? [] : [proof];
  for (const text of has('proof-twice') ? [...shown, ...shown] : shown)
    lines.push(['DPoP', has('proof-quoted') ? `"${text}"` : text]);
  if (accessToken !== undefined) {
    const isBearer = key === undefined || has('scheme-bearer');
    const separator = has('scheme-colon') ? ' token=' : ' ';
    const credentials = `${isBearer ? 'Bearer' : policy.scheme}${separator}${accessToken}`;
    lines.push(['Authorization', credentials]);
    if (has('proxy-authorization')) lines.push(['Proxy-Authorization', credentials]);
  }
  if (policy.connection === 'closed') lines.push(['Connection', 'close']);
  return lines.map(([name, value]) => [spelt(policy.headerNames, name), value]);
}

function spelt(names: Self['policy']['headerNames'], name: string): string {
  switch (names) {
    case 'usual':
      return name;
    case 'lower-case':
      return name.toLowerCase();
    case 'upper-case':
      return name.toUpperCase();
    default:
      return names satisfies never;
  }
}
