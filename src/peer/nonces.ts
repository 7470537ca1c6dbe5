import type { NonceValue } from '../suite/client/answer-ops.ts';
import type { OriginName } from './asked.ts';
import { randomText } from './mint.ts';

/** The nonces that each server has given. */
export type Nonces = {
  readonly newest: (origin: OriginName) => string | undefined;
  readonly wasGiven: (origin: OriginName, nonce: string) => boolean;
  /** Gives a nonce out; `same` is the newest one, or a new one where there is none yet. */
  readonly give: (origin: OriginName, value: NonceValue) => string;
};

export function createNonces(): Nonces {
  const given = new Map<OriginName, string[]>();
  const newest = (origin: OriginName): string | undefined => given.get(origin)?.at(-1);
  return {
    newest,
    wasGiven: (origin, nonce) => given.get(origin)?.includes(nonce) === true,
    give: (origin, value) => {
      const nonce = made(value, newest(origin));
      given.set(origin, [...(given.get(origin) ?? []), nonce]);
      return nonce;
    },
  };
}

function made(value: NonceValue, newest: string | undefined): string {
  if (value === 'same') return newest ?? randomText(12);
  if (value === 'fresh') return randomText(12);
  return 'literal' in value ? value.literal : randomText(value.length).slice(0, value.length);
}
