import type { Posture, PostureRule } from '../suite/client/posture.ts';
import type { Asked } from './asked.ts';
import type { Nonces } from './nonces.ts';

/** Finds the rule that answers a request, and counts what each rule has seen. */
export type Chooser = (asked: Asked) => { readonly rule: PostureRule; readonly index: number } | undefined;

export function createChooser(posture: Posture, nonces: Nonces): Chooser {
  const seen = posture.map(() => 0);
  return (asked) => {
    const fitting = posture.map((rule, index) => {
      if (!fits(rule, asked, nonces)) return false;
      seen[index] = (seen[index] ?? 0) + 1;
      return isDue(rule.nth, seen[index] ?? 0);
    });
    const index = fitting.indexOf(true);
    const rule = posture[index];
    return rule === undefined ? undefined : { rule, index };
  };
}

function fits({ at, when = {} }: PostureRule, asked: Asked, nonces: Nonces): boolean {
  if (asked.at !== at) return false;
  if (when.grant !== undefined && asked.form.get('grant_type') !== when.grant) return false;
  if (when.proof !== undefined && (asked.proof !== undefined) !== when.proof) return false;
  return when.nonce === undefined || hasNonce(when.nonce, asked, nonces);
}

function hasNonce(
  wanted: NonNullable<NonNullable<PostureRule['when']>['nonce']>,
  asked: Asked,
  nonces: Nonces,
): boolean {
  const nonce = asked.proof?.nonce;
  const isNewest = typeof nonce === 'string' && nonce === nonces.newest(asked.origin);
  switch (wanted) {
    case 'absent':
      return nonce === undefined;
    case 'newest':
      return isNewest;
    case 'not-newest':
      return !isNewest;
    case 'old':
      return typeof nonce === 'string' && !isNewest && nonces.wasGiven(asked.origin, nonce);
    default:
      return wanted satisfies never;
  }
}

function isDue(nth: PostureRule['nth'], count: number): boolean {
  if (nth === undefined || nth === 'every') return true;
  return typeof nth === 'number' ? count === nth : count >= nth.from && count <= nth.to;
}
