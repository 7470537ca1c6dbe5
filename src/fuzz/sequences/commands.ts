import fc from 'fast-check';
import { type Played, play, type Playing } from './play.ts';
import type { Action, Past, SentStep } from './step.ts';

/** The state of a sequence, as fast-check passes it from command to command. */
export type Model = {
  past: Past;
  /** Nothing more is to be learnt from this sequence. */
  isOver: boolean;
};

/** A step that was sent, and the steps before it. */
export type Seen = Played & { readonly past: readonly SentStep[] };

/** What a command works on: the target, and what is called with each step that was sent. */
export type Real = { readonly playing: Playing; readonly onSeen: (seen: Seen) => void };
type Command = fc.AsyncCommand<Model, Real>;

/** Of the commands drawn some do not apply when their turn comes. */
const drawn = 2;

/** A new arbitrary each time: the one of fast-check remembers what it ran. */
export function sequences(actions: readonly Action[], longest: number): fc.Arbitrary<Iterable<Command>> {
  const weighted = actions.flatMap((action) => Array.from({ length: action.weight }, () => action));
  const command = fc
    .tuple(fc.constantFrom(...weighted), fc.nat({ max: 7 }))
    .map(([action, pick]) => commandOf(action, pick, longest));
  return fc.commands([command], { maxCommands: drawn * longest, size: 'max' });
}

function commandOf(action: Action, pick: number, longest: number): Command {
  return {
    check: ({ past, isOver }) => !isOver && past.length < longest && action.make(past, pick) !== undefined,
    run: (model, real) => perform(action, pick, model, real),
    toString: () => `${action.id}(${pick})`,
  };
}

/** Does one thing, where it can be done now. */
export async function perform(action: Action, pick: number, model: Model, { playing, onSeen }: Real): Promise<void> {
  const { past } = model;
  const step = action.make(past, pick);
  if (step === undefined || playing.bench.signal.aborted) return;
  const played = await play(playing, past, action, step);
  if (played === undefined) return;
  model.past = [...past, played.sent];
  model.isOver = endings.has(played.sent.outcome.class);
  onSeen({ ...played, past });
}

/** After these outcomes no later answer can be blamed on a step. */
const endings: ReadonlySet<string> = new Set(['failed', 'throttled', 'unclear']);
