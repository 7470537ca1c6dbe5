import { defined } from '../../defined.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';

/** What a request may ask for in place of the `limits` of a descriptor. */
export type LimitsRequest = {
  readonly concurrency?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
};

export function withLimits(
  target: LoadedDescriptor,
  { requestsPerSecond, concurrency }: LimitsRequest,
): LoadedDescriptor {
  const { descriptor } = target;
  const limits = { ...descriptor.limits, ...defined({ requestsPerSecond, concurrency }) };
  return { ...target, descriptor: { ...descriptor, limits } };
}
