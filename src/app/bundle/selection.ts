import { isDeepStrictEqual } from 'node:util';
import { claimed, type Offer, offerOf } from '../../bench/offer.ts';
import { isMoving } from '../../target/descriptor/product.ts';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import { paths, sha256 } from '../../bundle/layout.ts';
import { checkDocument } from '../../document/check.ts';
import { parseSource } from '../../document/source.ts';
import { HarnessError } from '../../errors.ts';
import type { RunRecord, RunStarted } from '../../record/schema.ts';
import { shardOption } from '../../record/shard.ts';
import { selectInstances } from '../../runner/select.ts';
import { Descriptor } from '../../target/descriptor.ts';
import type { AsEndpoints } from '../../target/discover.ts';
import { fillPlaceholders } from '../../target/placeholders.ts';
import { resolverOf } from '../input/resolver.ts';
import type { Rules } from './rules.ts';

type Target = RunStarted['targets'][number];

/**
 * Holds a record against its descriptor: what the start repeats of it, and that each case which applies there has come to a
 * finding. Which places the server offers is taken from the findings, and from what the preflight learnt.
 */
export async function selectionTroubles(record: RunRecord, rules: Rules): Promise<readonly Trouble[]> {
  const [target] = record.started.targets;
  if (target === undefined) return [trouble(3, 'tampered', 'run-started', 'it names no target')];
  const descriptor = await descriptorOf(target);
  if (descriptor === undefined) return [trouble(8, 'tampered', paths.target, 'is no descriptor')];
  return [...startTroubles(target, descriptor), ...missingTroubles(record, { target, descriptor, rules })];
}

async function descriptorOf({ text }: Target): Promise<Descriptor | undefined> {
  if (text === undefined) return undefined;
  try {
    const source = parseSource(paths.target, text, 'ERR_TARGET_INVALID');
    const value = await fillPlaceholders(source.value, () => Promise.resolve(1));
    return checkDocument(Descriptor, source, { value }).value;
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}

function startTroubles(target: Target, descriptor: Descriptor): readonly Trouble[] {
  const { text = '', digest, name, roles, claims = [], product, waiverFile, waivers = [] } = target;
  const wrong = (problem: string): Trouble => trouble(6, 'tampered', 'run-started', problem);
  const due = [...(descriptor.as === undefined ? [] : ['as']), ...(descriptor.rs === undefined ? [] : ['rs'])];
  return [
    ...(text.includes('‹') || sha256(text) === digest
      ? []
      : [wrong('the digest of the descriptor is not that of its text')]),
    ...(descriptor.name === name ? [] : [wrong(`the descriptor is called ${descriptor.name}, and not ${name}`)]),
    ...(isDeepStrictEqual(due, roles) ? [] : [wrong('the roles are not those of the descriptor')]),
    ...(isDeepStrictEqual([...claimed(descriptor)], claims)
      ? []
      : [wrong('the claims are not those of the descriptor')]),
    ...(isDeepStrictEqual(descriptor.product, product) ? [] : [wrong('the product is not that of the descriptor')]),
    ...(descriptor.waivers === waiverFile?.path ? [] : [wrong('the waiver file is not that of the descriptor')]),
    ...(waivers.length > 0 && waiverFile === undefined
      ? [wrong('it has waivers, and the descriptor names no file of them')]
      : []),
    ...(product?.version !== undefined && isMoving(product.version)
      ? [trouble(9, 'tampered', 'product.yaml', `the version ${product.version} may be another thing tomorrow`)]
      : []),
  ];
}

type Known = { readonly target: Target; readonly descriptor: Descriptor; readonly rules: Rules };

/** Says nothing of a run that was narrowed: no level is given to it. */
function missingTroubles(record: RunRecord, { target, descriptor, rules }: Known): readonly Trouble[] {
  const { started, preflights, findings } = record;
  const isNarrowed = started.scope.narrowed.some(({ by }) => by !== '--no-fuzz' && by !== shardOption);
  const planned = preflights.find((one) => one.planned !== undefined);
  if (isNarrowed || planned === undefined) return [];
  const left = new Set((planned.leftOut ?? []).map(({ place }) => place));
  const own = new Map(findings.filter(({ fuzz }) => fuzz === undefined).map((finding) => [finding.instance, finding]));
  const places = new Set([...findings.map(({ place }) => place), ...left, ...factPlaces(planned.facts)]);
  const policy = { profiles: rules.profiles, strict: started.strict };
  const grading = { resolve: resolverOf(rules.catalogue), policy };
  const offer = offered(descriptor, places);
  const due = selectInstances(rules.suites, grading, offer, { slow: started.scope.slow });
  const missing = due.find(({ id, place }) => !own.has(id) && !left.has(place));
  if (missing !== undefined)
    return [trouble(8, 'tampered', `${target.name}/${missing.id}`, 'it applies to this target, and has no finding')];
  const indices = new Map(due.map(({ id, index }) => [id, index]));
  const strange = [...own.values()].find(({ instance, index }) => indices.get(instance) !== index);
  return strange === undefined
    ? []
    : [
        trouble(
          8,
          'tampered',
          `${target.name}/${strange.instance}`,
          'no such case applies to this target, or at another place of the order',
        ),
      ];
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
