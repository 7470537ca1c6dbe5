import type { Policy } from '../policy.ts';
import { reply, type Reply } from './message.ts';

const everyNth = 29;
const away = { after: 150, ms: 2000 };

/** What a server in front answers in place of the one behind it, to a request with a proof. */
export function limitsOf({ limits }: Policy): () => Reply | undefined {
  let count = 0;
  let since: number | undefined;
  return () => {
    count += 1;
    if (limits === 'at-times' && count % everyNth === 0) return reply(429, 'Too Many Requests', [['Retry-After', '0']]);
    if (limits !== 'away-once' || count < away.after) return undefined;
    since ??= Date.now();
    return Date.now() < since + away.ms ? reply(503, 'Service Unavailable', [['Retry-After', '1']]) : undefined;
  };
}
