import { setTimeout as pause } from 'node:timers/promises';
import type { Course } from './attempt.ts';
import { valueOf, type Answer } from './http/message.ts';
import { CutConnection } from './http/send.ts';
import type { Self } from './self.ts';

/** RFC 9110 9.2.2. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'QUERY']);
const longestWait = 2;

/**
 * Whether a request is sent again after its connection was cut. A connection that had been kept may have been closed for its
 * age, before the request came (RFC 9112 9.3.1): that is tried again whatever the method.
 */
export function isCutForAge(self: Self, method: string, course: Course, error: unknown): boolean {
  if (!(error instanceof CutConnection) || course.resends >= self.policy.resends) return false;
  if (!error.reused && !idempotent.has(method)) return false;
  course.resends += 1;
  return true;
}

/** Waits as long as the server asks for, if that is not long. */
export async function isWorthSendingAgain(
  self: Self,
  method: string,
  course: Course,
  answer: Answer,
): Promise<boolean> {
  if (answer.status !== 429 && answer.status !== 503) return false;
  const isSafe = idempotent.has(method) || self.has('token-sent-again');
  if (!isSafe || course.resends >= self.policy.resends) return false;
  const seconds = Number(valueOf(answer, 'retry-after') ?? 0.05);
  if (Number.isNaN(seconds) || seconds > longestWait) return false;
  await pause(seconds * 1000);
  course.resends += 1;
  return true;
}
