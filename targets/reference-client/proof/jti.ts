import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';
import { thumbprint, type Key } from './keys.ts';
import type { ProofWish } from './wish.ts';

/** RFC 9449 4.2: 96 random bits or more, or a UUID. */
export function jtiFor(self: Self, session: Session, key: Key, wish: ProofWish): Readonly<Record<string, unknown>> {
  const { has, policy } = self;
  session.traces.made += 1;
  if (has('jti-missing')) return {};
  if (has('jti-number')) return { jti: randomBytes(6).readUIntBE(0, 6) };
  if (has('jti-empty')) return { jti: '' };
  return { jti: weakJti(self, session, key, wish) ?? soundJti(policy.jti) };
}

function soundJti(kind: Self['policy']['jti']): string {
  switch (kind) {
    case 'random':
      return randomBytes(16).toString('base64url');
    case 'uuid-v4':
      return randomUUID();
    case 'uuid-v7':
      return uuidV7();
    default:
      return kind satisfies never;
  }
}

/** RFC 9562 5.7: the time in milliseconds, then 74 random bits. */
function uuidV7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const [, , third = '', ...rest] = randomUUID().split('-');
  return [time.slice(0, 8), time.slice(8), `7${third.slice(1)}`, ...rest].join('-');
}

function weakJti({ has }: Self, { traces }: Session, key: Key, wish: ProofWish): string | undefined {
  const name = thumbprint(key.publicJwk);
  const { method, url, accessToken = '', nonce = '', isRetry = false } = wish;
  if (has('jti-per-session')) return name;
  if (has('jti-kept-on-retry')) {
    if (!isRetry) traces.lastJti = randomUUID();
    return traces.lastJti;
  }
  if (has('jti-from-request'))
    return createHash('sha256').update([name, method, url.href, accessToken, nonce].join(' ')).digest('base64url');
  if (has('jti-restarted')) return createHmac('sha256', name).update(String(traces.made)).digest('base64url');
  if (has('jti-short')) return randomBytes(4).toString('hex');
  if (has('jti-time')) return String(Math.floor((performance.timeOrigin + performance.now()) * 1000));
  if (has('jti-counter')) {
    counter += 1;
    return `${String(process.pid)}-${String(counter)}`;
  }
  return undefined;
}

let counter = 0;
