import type { OpenTrack } from './open-tracks.ts';
import type { Action } from '../sequences/step.ts';

/** A sequence that is written down, and the same whatever the seed. */
export type Opening = {
  readonly on: OpenTrack;
  readonly index: number;
  readonly script: readonly Action[];
};

/** On each track every action once, after the steps that it needs; and the sequences that show something after three steps only. */
export function openingsOf(open: readonly OpenTrack[]): readonly Opening[] {
  return open.flatMap((on) => scriptsOf(on).map((script) => ({ on, script }))).map((one, index) => ({ ...one, index }));
}

function scriptsOf({ actions }: OpenTrack): readonly (readonly Action[])[] {
  const named = (...ids: readonly string[]): readonly Action[] =>
    ids.flatMap((id) => actions.filter((action) => action.id === id));
  const short = actions.map((action) => [...named(...(action.after ?? ['call'])), action]);
  const flooded = [named('call', 'flood', 'replay')].filter(({ length }) => length === 3);
  const challenged = [named('no-nonce', 'no-nonce')].filter(({ length }) => length === 2);
  return [...short, ...flooded, ...challenged];
}
