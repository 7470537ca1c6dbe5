import { defined } from '../../defined.ts';
import type { Coverage } from '../../record/coverage.ts';
import { type Requirement, provenanceText } from '../../suite/catalogue.ts';
import { coverageOf } from '../../suite/coverage.ts';
import { exclusionKinds } from '../../suite/exclusion.ts';
import { isAsked, type Profile } from '../../suite/profile.ts';
import type { Suite } from '../../suite/schema.ts';
import { exclusions } from '../../../suites/catalogue/exclusions.ts';

/** Whose rules a run asks for. */
export type CoveredRoles = { readonly servers: boolean; readonly clients: boolean };

type Asking = { readonly profiles: readonly Profile[]; readonly roles: CoveredRoles };

/** The event with every requirement for the roles that are tested, and the cases that cover it. */
export function coverageEvent(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  { profiles, roles }: Asking,
): Coverage {
  const slow = new Set(suites.flatMap(({ cases }) => cases.filter(({ lane }) => lane === 'slow').map(({ id }) => id)));
  const covered = coverageOf(suites, catalogue, exclusions);
  const isTested = ({ row }: (typeof covered)[number]): boolean =>
    row.role === 'client' ? roles.clients : roles.servers;
  const rows = covered.filter(isTested).map(({ row, section: heading, cases, exclusion }) => {
    const { id, section, level, role, summary, profile, link } = row;
    const excluded = exclusion && {
      reason: `${exclusionKinds[exclusion.kind]}. ${exclusion.reason}`,
      rows: [...(exclusion.rows ?? [])],
    };
    return {
      id,
      section,
      heading,
      level,
      summary,
      profile,
      role,
      isAsked: isAsked(row, profiles),
      cases: cases.length,
      isSlow: cases.length > 0 && cases.every((one) => slow.has(one)),
      ...defined({ link }),
      ...(row.provenance === 'text' ? {} : { provenance: provenanceText(row) }),
      ...defined({ excluded }),
    };
  });
  return { type: 'coverage', rows };
}
