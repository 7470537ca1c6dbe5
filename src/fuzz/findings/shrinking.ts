import fc from 'fast-check';

/** Shrinking one surprise takes no longer. */
const longestMs = 20_000;

/**
 * Makes one input again, from the seed (and the path) that it came from, and lets fast-check shrink it so long as the
 * property fails: a failure is the surprise, seen again.
 */
export async function shrinkFrom(
  property: fc.IAsyncProperty<unknown>,
  { plugins = [], ...start }: Omit<fc.Parameters<unknown>, 'numRuns'>,
): Promise<fc.RunDetails<unknown>> {
  return fc.check(property, { ...start, numRuns: 1, plugins: [...plugins, fc.interruptAfterTimeLimit(longestMs)] });
}

/** Ends the shrinking, with what it has found until then. To be called within the property. */
export function endShrinking(): never {
  throw new fc.PreconditionFailure(true);
}

/** Asked before each trial: `false` after `most` of them, or when nothing more can be learnt. */
export function trialLimit(most: number, isOver: () => boolean): () => boolean {
  let trials = 0;
  return () => {
    if (trials >= most || isOver()) return false;
    trials += 1;
    return true;
  };
}
