import { resourceKey } from '../target/descriptor/rs.ts';
import type { LawfulAnswer } from '../verdict/outcome.ts';
import type { Plan } from './plan.ts';

/** What the lawful answer of a resource looks like, as far as it is known by now. */
export function lawfulAnswer({ bench, session, place, ops, delta }: Plan): LawfulAnswer {
  const { resource } = session;
  if (place !== 'resource' || resource === undefined) return {};
  const isPreflight = ops.some((op) => op.op === 'preflight');
  const method = isPreflight ? 'OPTIONS' : (ops.find((op) => op.op === 'method')?.value ?? resource.method);
  // A lawful answer that is no 2xx, such as 422, is the same for every method that asks for the resource, as far as is known.
  const isKnown = method === resource.method || (method !== 'OPTIONS' && (resource.expect.status ?? 200) >= 300);
  return {
    status: isKnown ? resource.expect.status : undefined,
    contains: isKnown ? resource.expect.contains : undefined,
    // A control shows what the lawful answer looks like; it is not measured against others.
    mediaTypes: isKnown && delta.length > 0 ? bench.facts.mediaTypes.get(resourceKey(resource)) : undefined,
  };
}
