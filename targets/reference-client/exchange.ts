import type { Attempt, Course } from './attempt.ts';
import { answersChallenge } from './challenge.ts';
import type { Answer, Outgoing } from './http/message.ts';
import { valueOf } from './http/message.ts';
import { forgetNonce, knownNonce } from './nonces.ts';
import { makeProof } from './proof/proof.ts';
import { requestLines } from './request-lines.ts';
import { isCutForAge, isWorthSendingAgain } from './resend.ts';
import type { Self } from './self.ts';
import type { Session } from './session.ts';

/** Sends with a fresh proof each time: again with a nonce when challenged, and again after a fault on the way. */
export async function exchange(self: Self, session: Session, attempt: Attempt): Promise<Answer> {
  const course: Course = { challenges: 0, resends: 0 };
  self.shared.underWay += 1;
  try {
    for (;;) {
      const answer = await sendOnce(self, session, attempt, course);
      if (answer === undefined) continue;
      followDate(session, answer);
      if (answersChallenge(self, session, { attempt, course, answer })) continue;
      if (await isWorthSendingAgain(self, attempt.method, course, answer)) continue;
      return answer;
    }
  } finally {
    self.shared.underWay -= 1;
    if (course.challenges > 0) self.shared.retrying -= 1;
  }
}

/** Answers nothing if the connection was cut and the request has to be sent again. */
async function sendOnce(self: Self, session: Session, attempt: Attempt, course: Course): Promise<Answer | undefined> {
  const { method, url, content } = attempt;
  const isRetry = course.challenges > 0;
  const proof = proofFor(self, session, attempt, course);
  const accessToken = tokenFor(self, attempt, isRetry);
  const { lines, ...body } = content(isRetry);
  const bare = isRetry && self.has('body-dropped-on-retry') && attempt.role === 'rs';
  const outgoing: Outgoing = {
    method,
    url,
    lines: [...requestLines(self, attempt, { proof, accessToken }), ...lines],
    ...(bare ? {} : body),
  };
  try {
    return await session.transport.send(outgoing);
  } catch (error) {
    if (!isCutForAge(self, method, course, error)) throw error;
    return undefined;
  }
}

function proofFor(self: Self, session: Session, attempt: Attempt, course: Course): string | undefined {
  const { role, method, url, key, accessToken } = attempt;
  if (key === undefined) return attempt.proof;
  if (self.has('refresh-without-proof') && attempt.purpose === 'refresh_token') return undefined;
  if (attempt.proof !== undefined) return attempt.proof;
  if ((self.has('proof-sent-again') || self.has('token-sent-again')) && course.resends > 0) return course.proof;
  course.nonce = knownNonce(self, session.nonces, role, url) ?? oidcNonce(self, session, attempt);
  if (self.has('nonce-used-once')) forgetNonce(self, session.nonces, role, url);
  const shown = self.has('par-proof-for-token') && attempt.purpose === 'par' ? session.metadata?.tokenEndpoint : url;
  const wish = { role, method, accessToken, nonce: course.nonce, isRetry: course.challenges > 0, url: shown ?? url };
  const name = [method, url.href, course.nonce, accessToken].join(' ');
  const kept = self.has('proof-kept') ? session.traces.proofs.get(name) : undefined;
  course.proof = kept ?? makeProof(self, session, key, wish);
  session.traces.proofs.set(name, course.proof);
  return course.proof;
}

function oidcNonce({ has }: Self, { traces }: Session, { purpose }: Attempt): string | undefined {
  return has('oidc-nonce-in-proof') && purpose === 'authorization_code' ? traces.oidcNonce : undefined;
}

function tokenFor({ has, shared }: Self, { accessToken }: Attempt, isRetry: boolean): string | undefined {
  if (accessToken === undefined || !has('parallel-crossed')) return accessToken;
  shared.firstToken ??= accessToken;
  return isRetry && shared.underWay > 1 ? shared.firstToken : accessToken;
}

/** Only a defect uses what is seen here. */
function followDate({ traces }: Session, answer: Answer): void {
  const date = Date.parse(valueOf(answer, 'date') ?? '');
  if (!Number.isNaN(date)) traces.secondsAhead = (date - Date.now()) / 1000;
}
