import type { Fault } from '../../suite/schema.ts';

/**
 * What a correct server does with a request, from its bytes alone.
 *
 * - `refuse`: it breaks these requirements. `isDoubtful`: none that a server *must* hold, so that taking it is a warning.
 * - `accept`: it breaks none; `requirements` are the lawful liberties it takes, if any. `isDoubtful`: to refuse one of them is
 *   a warning at most.
 * - `either`: both answers are lawful.
 */
export type Ruling =
  | { readonly expect: 'refuse'; readonly requirements: readonly string[]; readonly isDoubtful: boolean }
  | {
      readonly expect: 'accept';
      readonly requirements: readonly string[];
      readonly isDoubtful?: boolean;
      /** Only a refusal that names it counts: there may be other reasons. */
      readonly fault?: Fault;
    }
  | { readonly expect: 'either'; readonly requirements: readonly string[] };
