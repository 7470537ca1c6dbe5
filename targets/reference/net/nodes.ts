import type { RoleContext } from '../context.ts';
import { drawing } from './turns.ts';

const hour = 3600;

/**
 * The node that a request with a proof reaches. All are alike, but for the defects of several instances behind one name: then
 * there are two that serve in turns, and the second one lacks something.
 */
export function nodesOf<Context extends RoleContext>(context: Context): () => Context {
  const { defects, replay, now } = context;
  const draw = drawing();
  const other = (broken: () => Context): (() => Context) => {
    return () => (draw() % 2 === 0 ? context : broken());
  };
  if (defects.has('node-crashes'))
    return other(() => {
      throw new TypeError('the store cannot be reached');
    });
  if (defects.has('node-clock-ahead')) return other(() => ({ ...context, now: () => now() + hour }));
  if (defects.has('node-store-lies')) return other(() => ({ ...context, replay: { ...replay, has: () => true } }));
  // A node without the key of the issuer knows none of its tokens.
  const keyless = (): Context => ({ ...context, issuer: 'urn:nobody' });
  if (defects.has('node-lacks-key')) return other(keyless);
  if (defects.has('token-refused-at-times')) return () => (draw() % 5 === 4 ? keyless() : context);
  return () => context;
}
