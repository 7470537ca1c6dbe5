import type { Finding } from '../../record/schema.ts';
import { roleOf } from '../../suite/catalogue.ts';
import { Place } from '../../suite/schema.ts';
import { errorsOf, otherDoubts } from '../doubts.ts';
import { isUnsure } from '../judgement.ts';
import { isWhole, scopeOfTarget } from '../scope.ts';
import type { Judged, Role } from './rows.ts';

type Site = { readonly target: string; readonly role: Role };

/** What keeps a run from being evidence at all, in a sentence: it was narrowed, cut short, or something could not be judged. */
export function runLacks(record: Judged, site: Site): string | undefined {
  const { finished, findings, coverage } = record;
  const { target, role } = site;
  if (finished === undefined) return 'the run has no end';
  if (finished.ended !== 'complete') return `the run was ${finished.ended}`;
  if (coverage === undefined) return 'the record does not name the rules that were asked';
  const own = findings.filter((finding) => finding.target === target && finding.role === role);
  const scope = scopeOfTarget(record, target);
  return (
    unreached(record, site) ??
    many(
      own.filter(({ verdict, waiver }) => isUnsure(verdict) && waiver === undefined),
      'could not be judged',
    ) ??
    many(
      own.filter(({ verdict, waiver }) => verdict !== 'skip' && waiver !== undefined),
      'waived',
    ) ??
    (finished.staleWaivers.length > 0 ? `a waiver is stale: ${finished.staleWaivers[0] ?? ''}` : undefined) ??
    (isWhole(scope) ? undefined : `not everything that applies was run: ${scope.why.join('; ')}`) ??
    otherDoubts(record, target)[0] ??
    unversioned(record, target)
  );
}

/** Evidence about no release is evidence about nothing that somebody could get. */
function unversioned({ started }: Judged, target: string): string | undefined {
  const product = started.targets.find(({ name }) => name === target)?.product;
  return product?.version === undefined ? 'the descriptor names no version of the product' : undefined;
}

function unreached({ preflights }: Judged, { target, role }: Site): string | undefined {
  const error = errorsOf(preflights, target).find(({ place }) => {
    const known = Place.safeParse(place);
    return !known.success || roleOf(known.data) === role;
  });
  return error === undefined ? undefined : `${error.place ?? 'the target'} could not be tested`;
}

function many(findings: readonly Finding[], what: string): string | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  return `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} ${what}: ${first.instance}`;
}
