import { Inapplicable } from '../proof/inapplicable.ts';
import type { ResourceDescriptor } from '../target/descriptor/rs.ts';
import type { Bench } from './bench.ts';
import type { Session } from './session.ts';

/** A resource of the descriptor at another URL than the session's own. */
export function secondResource(bench: Pick<Bench, 'resources'>, session: Session): ResourceDescriptor | undefined {
  return bench.resources.find(({ url }) => url !== session.resource?.url);
}

/**
 * The same session at that resource.
 * @throws Inapplicable where the descriptor names one URL only
 */
export function atSecondResource(bench: Pick<Bench, 'resources'>, session: Session): Session {
  const resource = secondResource(bench, session);
  if (resource === undefined) throw new Inapplicable('the descriptor names one resource only');
  return { ...session, resource };
}
