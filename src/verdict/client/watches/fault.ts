import type { Arrival, Given } from '../arrival.ts';

/** A request that breaks a rule. `isMild`: a lawful server may take it, so it is a warning at most. */
export type Fault = {
  readonly arrival: Arrival;
  readonly got: string;
  readonly isMild?: boolean;
  readonly other?: Arrival;
};

/** `seen`: how many requests the rule is about. */
export type Faults = { readonly faults: readonly Fault[]; readonly seen: number; readonly expected: string };

/** The access tokens that the run of a request was given. */
export type GivenIn = (arrival: Arrival) => readonly Given[];

export type Found = Omit<Fault, 'arrival'> | undefined;

export function each(arrivals: readonly Arrival[], expected: string, find: (arrival: Arrival) => Found): Faults {
  const faults = arrivals.flatMap((arrival) => {
    const found = find(arrival);
    return found === undefined ? [] : [{ arrival, ...found }];
  });
  return { faults, seen: arrivals.length, expected };
}
