import { thumbprints } from '../../judge/jwk.ts';
import type { ExchangeEvent, RunRecord } from '../../record/schema.ts';
import { digestsIn, nameOf, withoutMasks } from './masks.ts';

/** The access tokens of a run, by what stands for them, with the key that each is bound to; and their digests. */
export type Tokens = {
  readonly bound: ReadonlyMap<string, string | undefined>;
  readonly digests: ReadonlyMap<string, string>;
};

/**
 * An access token is bound to the key of the proof for which it was issued. One that comes from elsewhere is bound to the key with
 * which the resource first accepted it in a lawful request.
 */
export function tokensOf({ exchanges }: Pick<RunRecord, 'exchanges'>): Tokens {
  const issued = new Map<string, string | undefined>();
  const shown = new Map<string, string | undefined>();
  const digests = new Map<string, string>();
  for (const event of exchanges.values()) {
    const { transcript, outcome, purpose } = event;
    for (const digest of digestsIn(JSON.stringify(transcript))) digests.set(nameOf(digest), digest);
    if (outcome.class !== 'accepted') continue;
    const own = event.place === 'resource' ? undefined : issuedIn(event);
    if (own !== undefined) issued.set(own.token, own.isBound ? keyOf(event) : undefined);
    const presented = purpose.startsWith('control-') || purpose === 'setup' ? tokenIn(event) : undefined;
    if (presented !== undefined && !shown.has(presented)) shown.set(presented, keyOf(event));
  }
  return { bound: new Map([...shown, ...issued]), digests };
}

function issuedIn({ transcript }: ExchangeEvent): { readonly token: string; readonly isBound: boolean } | undefined {
  const body = jsonOf(withoutMasks(transcript.response?.body ?? ''));
  const { access_token: token, token_type: type } = body ?? {};
  return typeof token === 'string' ? { token, isBound: /^dpop$/i.test(String(type)) } : undefined;
}

function tokenIn({ transcript, place }: ExchangeEvent): string | undefined {
  if (place !== 'resource') return undefined;
  const [, value = ''] = transcript.request.fields.find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return /^dpop +(.+)$/i.exec(withoutMasks(value))?.[1];
}

function keyOf({ proof }: ExchangeEvent): string | undefined {
  const header = proof?.header;
  const jwk: unknown = typeof header === 'object' && header !== null && 'jwk' in header ? header.jwk : undefined;
  return typeof jwk === 'object' && jwk !== null ? thumbprints({ ...jwk })[0] : undefined;
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
