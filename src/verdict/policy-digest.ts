import { createHash } from 'node:crypto';
import { breach, cap, kept, severityOf } from './policy.ts';

const severities = ['fail', 'warn', 'info'] as const;

/** A digest of how breaches are graded (SHA-256, base64url): of the grade that each question about one gets. */
export function policyDigest(): string {
  const levels = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'implied'];
  const views = [undefined, ...severities.map((severity) => ({ severity }))];
  const grades = severities.flatMap((base) =>
    levels.flatMap((level) =>
      views.flatMap((by) => [false, true].map((strict) => severityOf({ base, level, ...(by && { by }) }, strict))),
    ),
  );
  const caps = severities.flatMap((one) => [undefined, 'warn' as const, 'info' as const].map((most) => cap(one, most)));
  const earned = severities.map((severity) => [breach[severity], kept(severity)]);
  return createHash('sha256')
    .update(JSON.stringify([grades, caps, earned]))
    .digest('base64url');
}
