import { HarnessError } from '../errors.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { Quirk, Quirks, QuirkValue } from '../record/quirk.ts';
import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import { plainGrant } from '../target/descriptor/client.ts';
import { lossAt } from '../bench/life.ts';
import { expectLawful } from './ask.ts';
import { measurements } from './catalogue.ts';
import { type Measurement, type QuirkPlace, Silent, type QuirkSite, Unmeasured } from './measurement.ts';

export type MeasureOptions = {
  /** Whether to measure quirks that take minutes, too. */
  readonly slow: boolean;
  /** The ids of the quirks to measure; all of them if absent. */
  readonly only?: readonly string[];
  readonly log: (line: string) => void;
};

const places: readonly QuirkPlace[] = ['token', 'par', 'resource'];

/** Measures the quirks of a target after its preflight. One that cannot be measured gives a reason. None is a verdict. */
export async function measureQuirks(bench: Bench, options: MeasureOptions): Promise<Quirks> {
  const before = bench.wire.sent();
  const wanted = places
    .filter((place) => bench.offer.places.has(place) && !bench.facts.absent.has(place))
    .flatMap((place) => chosen(options).map((measurement) => ({ measurement, place })))
    .filter(({ measurement: { at }, place }) => at?.includes(place) ?? true);
  const list: Quirk[] = [];
  const run: Run = { bench, silent: new Map() };
  for (const { measurement, place } of wanted.filter((one) => one.measurement.isSlow !== true)) {
    options.log(`${bench.loaded.descriptor.name}: ${measurement.id}@${place}`);
    list.push(await quirkOf(run, measurement, place));
  }
  const waiting = wanted.filter((one) => one.measurement.isSlow === true);
  list.push(...(await Promise.all(waiting.map(({ measurement, place }) => quirkOf(run, measurement, place)))));
  return {
    type: 'quirks',
    target: bench.loaded.descriptor.name,
    measuredAt: new Date().toISOString(),
    isSlow: options.slow,
    requests: bench.wire.sent() - before,
    list,
  };
}

function chosen({ slow, only }: MeasureOptions): readonly Measurement[] {
  return measurements.filter(({ id, isSlow }) => (slow || isSlow !== true) && (only?.includes(id) ?? true));
}

/** `silent`: places that no longer answer, with the last message. */
type Run = { readonly bench: Bench; readonly silent: Map<QuirkPlace, string> };

async function quirkOf(run: Run, measurement: Measurement, place: QuirkPlace): Promise<Quirk> {
  const { id, group, title, how, repetitions } = measurement;
  return { id, place, group, title, how, repetitions, value: await valueOf(run, measurement, place) };
}

async function valueOf({ bench, silent }: Run, measurement: Measurement, place: QuirkPlace): Promise<QuirkValue> {
  const open = async (): Promise<QuirkSite> => {
    const session = await openSession(bench, { place, spec: {} });
    return { bench, place, quirk: measurement.id, session };
  };
  try {
    const blocked =
      bench.facts.blocked.get(place) ?? silent.get(place) ?? lossAt(bench, place) ?? whyTooDear(bench, place);
    if (blocked !== undefined) throw new Unmeasured(blocked);
    const site = await open();
    await expectLawful(site, 'before');
    const value = await measurement.measure(site);
    // A measurement of minutes may have outlived its access token.
    await expectLawful(measurement.isSlow === true ? await open() : site, 'after');
    return value;
  } catch (error) {
    if (error instanceof Silent) silent.set(place, error.message);
    return { kind: 'unmeasured', reason: bench.redactor.quote(reasonOf(error)) };
  }
}

/** Any error costs only this one quirk: the findings of the run must not be lost with it. */
function reasonOf(error: unknown): string {
  const isExpected = error instanceof Unmeasured || error instanceof Inapplicable || error instanceof HarnessError;
  return isExpected ? error.message : `a fault of Proofmark itself: ${String(error)}`;
}

/** Hundreds of token requests with a login in a browser each would be too much load. */
function whyTooDear({ loaded }: Bench, place: QuirkPlace): string | undefined {
  const { as, login } = loaded.descriptor;
  const needsLogin = as?.clients.every(({ grants }) => plainGrant({ grants }) === 'authorization_code') ?? false;
  return place === 'token' && needsLogin && login?.with === 'browser'
    ? 'each token request takes a login in a browser'
    : undefined;
}
