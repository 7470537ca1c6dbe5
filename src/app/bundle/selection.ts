import { claimed, type Offer, offerOf } from '../../bench/offer.ts';
import { paths } from '../../bundle/layout.ts';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import type { RunRecord } from '../../record/schema.ts';
import { selectInstances } from '../../runner/select.ts';
import { Descriptor } from '../../target/descriptor.ts';
import type { AsEndpoints } from '../../target/discover.ts';
import { resolverOf } from '../input/resolver.ts';
import { clientTroubles } from './client-selection.ts';
import { descriptorIn, dueTroubles, plannedIn, startTroubles, type Target } from './due.ts';
import type { Rules } from './rules.ts';

/**
 * Holds a record against its descriptor: what the start repeats of it, and that each case which applies there has come to a
 * finding. Which places the server offers is taken from the findings, and from what the preflight learnt.
 */
export async function selectionTroubles(record: RunRecord, rules: Rules): Promise<readonly Trouble[]> {
  const [target] = record.started.targets;
  if (target === undefined) return [trouble(3, 'tampered', 'run-started', 'it names no target')];
  if (target.roles.includes('client')) return clientTroubles(record, target, rules);
  const descriptor = await descriptorIn(target, Descriptor);
  if (descriptor === undefined) return [trouble(8, 'tampered', paths.target, 'is no descriptor')];
  const { name, product, waivers } = descriptor;
  const roles = [
    ...(descriptor.as === undefined ? [] : (['as'] as const)),
    ...(descriptor.rs === undefined ? [] : (['rs'] as const)),
  ];
  return [
    ...startTroubles(target, { name, roles, claims: [...claimed(descriptor)], product, waivers }),
    ...missingTroubles(record, { target, descriptor, rules }),
  ];
}

type Known = { readonly target: Target; readonly descriptor: Descriptor; readonly rules: Rules };

function missingTroubles(record: RunRecord, { target, descriptor, rules }: Known): readonly Trouble[] {
  const { started, findings } = record;
  const planned = plannedIn(record);
  if (planned === undefined) return [];
  const left = new Set((planned.leftOut ?? []).map(({ place }) => place));
  const places = new Set([...findings.map(({ place }) => place), ...left, ...factPlaces(planned.facts)]);
  const policy = { profiles: rules.profiles, strict: started.strict };
  const grading = { resolve: resolverOf(rules.catalogue), policy };
  const due = selectInstances(rules.suites, grading, offered(descriptor, places), { slow: started.scope.slow });
  return dueTroubles(
    record,
    target.name,
    due.map(({ id, index, place }) => ({ id, index, isLeft: left.has(place) })),
  );
}

/** The places that the preflight has found, whatever was tried there. */
function factPlaces(facts: RunRecord['preflights'][number]['facts']): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    'pushed authorization request endpoint': 'par',
    'introspection endpoint': 'introspection',
  };
  return facts.flatMap(({ name }) => names[name] ?? []);
}

function offered(descriptor: Descriptor, places: ReadonlySet<string>): Offer {
  const at = (...names: readonly string[]): string | undefined =>
    names.some((name) => places.has(name)) ? 'there' : undefined;
  const endpoints = {
    metadataUrl: at('metadata'),
    par: at('par'),
    introspection: at('introspection'),
    registration: at('registration', 'client-configuration'),
  } as Partial<AsEndpoints>;
  return offerOf({ descriptor } as Parameters<typeof offerOf>[0], endpoints);
}
