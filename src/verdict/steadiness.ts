import type { Case } from '../suite/schema.ts';
import type { OpOf } from '../plan/ops.ts';
import { isBreach, isUnsure, type Judgement } from './judgement.ts';

/** What several tries of one case come to, each alone and with new state. */
export type Steadiness = {
  readonly judgement: Judgement;
  /** How many of the tries showed a breach, of those that could show one. */
  readonly seen: number;
  readonly of: number;
};

/** Whether what fuzzing saw among other requests is seen again alone. What is not seen each time is shown, and fails nobody. */
export function confirmed(tries: readonly Judgement[], isOnceOnly: boolean): Steadiness {
  const broken = tries.filter(({ verdict }) => isBreach(verdict));
  const [shown] = [...broken, ...tries];
  if (shown === undefined) return { judgement: unconfirmed, seen: 0, of: 0 };
  const [seen, of] = [broken.length, tries.length];
  return { judgement: { ...shown, ...confirmation(shown, seen, of, isOnceOnly) }, seen, of };
}

const unconfirmed: Judgement = {
  verdict: 'warn',
  reason: 'Seen once; the campaign ended before it could be seen again.',
  assertions: [],
};

type Ruling = Pick<Judgement, 'verdict' | 'reason'>;

function confirmation({ verdict, reason }: Judgement, seen: number, of: number, isOnceOnly: boolean): Ruling {
  if (isOnceOnly && seen === 1)
    return { verdict, reason: `${reason} Seen once; its jti may be remembered from then on.` };
  if (seen === of) return { verdict, reason: `${reason} Seen ${seen} times of ${of}, each with a new key and token.` };
  if (seen > 0) return { verdict: 'warn', reason: `Unstable: seen ${seen} times of ${of}. ${reason}` };
  if (isUnsure(verdict)) return { verdict, reason };
  return { verdict: 'note', reason: `Unstable: seen once among other requests, and never again alone. ${reason}` };
}

/** What has become of a finding that was saved: still there, gone, or now this and now that. */
export function triedAgain(tries: readonly Judgement[], isOnceOnly: boolean): Steadiness {
  const judged = isOnceOnly ? tries.map(forgiven) : tries;
  const broken = judged.filter(({ verdict }) => isBreach(verdict));
  const sound = judged.filter(({ verdict }) => verdict === 'pass' || verdict === 'note');
  const [shown] = [...broken, ...sound, ...judged];
  const of = broken.length + sound.length;
  if (shown === undefined) return { judgement: interrupted, seen: 0, of };
  return { judgement: { ...shown, ...standing(shown, broken.length, of) }, seen: broken.length, of };
}

const interrupted: Judgement = { verdict: 'error', reason: 'Interrupted.', assertions: [] };

/** A `jti` that was sent before is refused by a server that remembers it: that shows no cure. */
function forgiven(judgement: Judgement): Judgement {
  const { verdict, reason } = judgement;
  if (verdict !== 'pass' && verdict !== 'note') return judgement;
  const aside = 'Known finding, not judged: refused, as it has to be where its jti is remembered.';
  return { ...judgement, verdict: 'skip', reason: `${aside} ${reason}` };
}

function standing({ verdict, reason }: Judgement, seen: number, of: number): Ruling {
  if (of === 0) return { verdict, reason };
  if (seen === 0) return { verdict, reason: `Known finding, fixed: ${reason} Tried ${times(of)}.` };
  if (seen === of) return { verdict, reason: `Known finding, still broken: ${reason} Seen ${seen} times of ${of}.` };
  return { verdict: 'warn', reason: `Known finding, unstable: seen ${seen} times of ${of}. ${reason}` };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/**
 * Sent with the same `jti` each time, and to be refused: over with the first refusal, since a server that remembers the id
 * refuses it from then on.
 */
export function isOnceOnly({ exchanges }: Pick<Case, 'exchanges'>): boolean {
  const last = exchanges.at(-1);
  return last?.expect === 'refuse' && last.delta.some((op) => op.op === 'claim-set' && isLiteralId(op));
}

function isLiteralId({ name, value }: OpOf<'claim-set'>): boolean {
  return name === 'jti' && !JSON.stringify(value).includes('"$"');
}
