import { isDeepStrictEqual } from 'node:util';
import { paths } from '../../bundle/layout.ts';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { selectClientInstances } from '../../runner/client/instances.ts';
import { ClientDescriptor } from '../../target/descriptor/client-under-test.ts';
import { claimsFor, whyUnable } from '../../verdict/client/unable.ts';
import { planOf } from '../../verdict/recompute/plan-of.ts';
import { descriptorIn, dueTroubles, plannedIn, startTroubles, type Target } from './due.ts';
import type { Rules } from './rules.ts';

/** The same of a client under test: what it can do is what it said at the start, or what its descriptor says. */
export async function clientTroubles(record: RunRecord, target: Target, rules: Rules): Promise<readonly Trouble[]> {
  const descriptor = await descriptorIn(target, ClientDescriptor);
  if (descriptor === undefined) return [trouble(8, 'tampered', paths.target, 'is no descriptor of a client')];
  const { name, product, waivers } = descriptor;
  const planned = plannedIn(record);
  const policy = { profiles: rules.profiles, strict: record.started.strict };
  const selection = { slow: record.started.scope.slow };
  const due = selectClientInstances(rules.suites, { catalogue: rules.catalogue, policy }, selection);
  return [
    ...startTroubles(target, { name, roles: ['client'], claims: [], product, waivers }),
    ...abilityTroubles(record, descriptor),
    ...(planned === undefined ? [] : dueTroubles(record, target.name, due)),
  ];
}

function abilityTroubles({ preflights, findings }: RunRecord, { does }: ClientDescriptor): readonly Trouble[] {
  const facts = preflights.flatMap((one) => one.facts);
  const said = (fact: string): string => facts.find(({ name }) => name === fact)?.value ?? '';
  const able =
    does ??
    said('does')
      .split(', ')
      .filter((word) => word !== 'nothing');
  const known = { able: new Set<string>(able), claims: claimsFor(able, said('decides')) };
  return findings.flatMap((finding) => {
    const problem = abilityProblem(finding, known);
    return problem === undefined ? [] : [trouble(6, 'tampered', `${finding.target}/${finding.instance}`, problem)];
  });
}

type Known = { readonly able: ReadonlySet<string>; readonly claims: readonly string[] };

function abilityProblem(finding: Finding, { able, claims }: Known): string | undefined {
  const { basis } = finding;
  if ('claims' in basis && !isDeepStrictEqual(basis.claims, claims))
    return 'it is judged by other abilities than the client has named';
  if (basis.by !== 'inapplicable') return undefined;
  const plan = planOf(finding);
  const why = plan.kind === 'client-case' ? whyUnable(able, plan.case) : undefined;
  return why === basis.why ? undefined : 'it was left out, and the client can do what it needs';
}
