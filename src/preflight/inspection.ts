import type { Bench } from '../bench/bench.ts';
import { defined } from '../defined.ts';
import { type Advice, HarnessError, type HarnessErrorCode } from '../errors.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { Obstacle } from '../record/obstacle.ts';
import type { Place } from '../suite/schema.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';

/** One preflight under way: what is learnt goes into the facts of the bench, what is wrong into the obstacles. */
export type Inspection = { readonly bench: Bench; readonly obstacles: Obstacle[] };

/** What is wrong, and what a reader can do about it; `at` is a place in the descriptor. */
export type Trouble = Advice & { readonly message: string; readonly tried?: string };

/** Notes an obstacle that leaves the cases of its place to be judged, or to be skipped. */
export function warn({ bench, obstacles }: Inspection, trouble: string | Trouble): void {
  obstacles.push({ severity: 'warning', ...written(bench, trouble) });
}

/** Notes an obstacle that keeps every case at a place from being judged. */
export function block({ bench, obstacles }: Inspection, place: Place, trouble: string | Trouble): void {
  const { message, ...details } = written(bench, trouble);
  bench.facts.blocked.set(place, message);
  obstacles.push({ severity: 'error', place, message: `${place}: ${message}`, ...details });
}

/** Runs the inspection of a place; an error that was foreseen blocks the place and lets the others go on. */
export async function blockOnError(inspection: Inspection, place: Place, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof HarnessError) && !(error instanceof Inapplicable)) throw error;
    const cause = isForLackOfToken(error) ? inspection.bench.facts.blocked.get('token') : undefined;
    // One cause is said once.
    if (cause !== undefined) return void inspection.bench.facts.blocked.set(place, noToken(cause));
    block(inspection, place, error instanceof HarnessError ? troubleOf(error) : error.message);
  }
}

export function noToken(cause: string): string {
  return `there is no access token: ${cause}`;
}

const lacksToken: ReadonlySet<HarnessErrorCode> = new Set(['ERR_TOKEN_REQUEST', 'ERR_TOKEN_REFUSED', 'ERR_LOGIN']);

function isForLackOfToken(error: Error): boolean {
  return error instanceof HarnessError && lacksToken.has(error.code);
}

/** What stopped us, as an obstacle of the record. */
export function obstacleOf(loaded: LoadedDescriptor, error: HarnessError): Obstacle {
  return { severity: 'error', ...placed(loaded, troubleOf(error)) };
}

function troubleOf({ message, advice }: HarnessError): Trouble {
  return { message: message.replaceAll(/\n\s*/g, '; '), ...advice };
}

/** What the target says may hold a secret. */
function written({ loaded, redactor }: Bench, trouble: string | Trouble): Omit<Obstacle, 'severity'> {
  const { message, said, tried, ...others } = placed(
    loaded,
    typeof trouble === 'string' ? { message: trouble } : trouble,
  );
  const masked = (text: string | undefined): string | undefined => text && redactor.quote(text);
  return { ...others, message: redactor.quote(message), ...defined({ said: masked(said), tried: masked(tried) }) };
}

function placed({ where }: LoadedDescriptor, { at, ...trouble }: Trouble): Omit<Obstacle, 'severity'> {
  return { ...trouble, ...(at === undefined ? {} : { where: where(at) }) };
}
