import type { Attempt } from '../attempt.ts';
import { exchange } from '../exchange.ts';
import { valueOf, type Answer } from '../http/message.ts';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';

const mostRedirects = 3;

/**
 * Follows redirects within the origin of the request, with a proof of its own for each target (RFC 9449 4). What leads
 * elsewhere is not followed: neither token nor proof are for another server.
 */
export async function redirected(self: Self, session: Session, first: Attempt, answer: Answer): Promise<Answer> {
  let [attempt, latest] = [first, answer];
  for (let count = 0; count < mostRedirects; count += 1) {
    const next = nextAttempt(self, session, attempt, latest);
    if (next === undefined) return latest;
    attempt = next;
    latest = await exchange(self, session, attempt);
  }
  return latest;
}

function nextAttempt(self: Self, session: Session, attempt: Attempt, answer: Answer): Attempt | undefined {
  const { has, policy } = self;
  const location = valueOf(answer, 'location');
  if (location === undefined || !URL.canParse(location, attempt.url.href)) return undefined;
  if (!isFollowed(attempt.method, answer.status)) return undefined;
  const url = new URL(location, attempt.url);
  const oldProof = [...session.traces.proofs.values()].at(-1);
  if (url.origin === attempt.url.origin) {
    if (policy.redirects === 'returned') return undefined;
    return { ...attempt, url, ...(has('redirect-with-same-proof') ? { proof: oldProof } : {}) };
  }
  if (has('redirect-elsewhere-with-token')) return { ...attempt, url, proof: oldProof };
  if (has('redirect-elsewhere-with-new-proof')) return { ...attempt, url };
  if (has('redirect-elsewhere-with-proof')) return { ...attempt, url, proof: oldProof, accessToken: undefined };
  return undefined;
}

/** RFC 9110 15.4: 307 and 308 keep the method; the others are followed here only where that makes no difference. */
function isFollowed(method: string, status: number): boolean {
  return status === 307 || status === 308 || ((status === 301 || status === 302) && ['GET', 'HEAD'].includes(method));
}
