import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import { checkDocument } from '../../document/check.ts';
import { parseSource } from '../../document/source.ts';
import { paths, sha256 } from '../../bundle/layout.ts';
import { HarnessError } from '../../errors.ts';
import type { RunRecord, RunStarted } from '../../record/schema.ts';
import { shardOption } from '../../record/shard.ts';
import { isMoving } from '../../target/descriptor/product.ts';
import { fillPlaceholders } from '../../target/placeholders.ts';

export type Target = RunStarted['targets'][number];

/** The descriptor of a target, by the text that the record has of it; its secrets are masked. */
export async function descriptorIn<T>({ text }: Target, schema: z.ZodType<T>): Promise<T | undefined> {
  if (text === undefined) return undefined;
  try {
    const source = parseSource(paths.target, text, 'ERR_TARGET_INVALID');
    const value = await fillPlaceholders(source.value, () => Promise.resolve(1));
    return checkDocument(schema, source, { value }).value;
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}

/** What the start of a run has to repeat of a descriptor. */
export type Repeated = {
  readonly name: string;
  readonly roles: Target['roles'];
  readonly claims: readonly string[];
  readonly product?: Target['product'];
  readonly waivers?: string | undefined;
};

export function startTroubles(target: Target, due: Repeated): readonly Trouble[] {
  const { text = '', digest, name, roles, claims = [], product, waiverFile, waivers = [] } = target;
  const wrong = (problem: string): Trouble => trouble(6, 'tampered', 'run-started', problem);
  return [
    ...(text.includes('‹') || sha256(text) === digest
      ? []
      : [wrong('the digest of the descriptor is not that of its text')]),
    ...(due.name === name ? [] : [wrong(`the descriptor is called ${due.name}, and not ${name}`)]),
    ...(isDeepStrictEqual(due.roles, roles) ? [] : [wrong('the roles are not those of the descriptor')]),
    ...(isDeepStrictEqual(due.claims, claims) ? [] : [wrong('the claims are not those of the descriptor')]),
    ...(isDeepStrictEqual(due.product, product) ? [] : [wrong('the product is not that of the descriptor')]),
    ...(due.waivers === waiverFile?.path ? [] : [wrong('the waiver file is not that of the descriptor')]),
    ...(waivers.length > 0 && waiverFile === undefined
      ? [wrong('it has waivers, and the descriptor names no file of them')]
      : []),
    ...(product?.version !== undefined && isMoving(product.version)
      ? [trouble(9, 'tampered', 'product.yaml', `the version ${product.version} may be another thing tomorrow`)]
      : []),
  ];
}

/** What the preflight has planned; nothing of a run that was narrowed, to which no level is given. */
export function plannedIn({ started, preflights }: RunRecord): RunRecord['preflights'][number] | undefined {
  const isNarrowed = started.scope.narrowed.some(({ by }) => by !== '--no-fuzz' && by !== shardOption);
  return isNarrowed ? undefined : preflights.find((one) => one.planned !== undefined);
}

/** A case or watch that applies to a target; `isLeft`: its place was left out. */
type Due = { readonly id: string; readonly index: number; readonly isLeft?: boolean };

/** Each case that applies has come to a finding, in its place of the order, and no other has. */
export function dueTroubles({ findings }: RunRecord, name: string, due: readonly Due[]): readonly Trouble[] {
  const own = new Map(findings.filter(({ fuzz }) => fuzz === undefined).map((finding) => [finding.instance, finding]));
  const wrong = (id: string, problem: string): Trouble => trouble(8, 'tampered', `${name}/${id}`, problem);
  const missing = due.find(({ id, isLeft }) => isLeft !== true && !own.has(id));
  if (missing !== undefined) return [wrong(missing.id, 'it applies to this target, and has no finding')];
  const indices = new Map(due.map(({ id, index }) => [id, index]));
  const strange = [...own.values()].find(({ instance, index }) => indices.get(instance) !== index);
  return strange === undefined
    ? []
    : [wrong(strange.instance, 'no such case applies to this target, or at another place of the order')];
}
