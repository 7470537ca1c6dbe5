import type { Coverage } from '../../record/schema.ts';
import { type Requirement, provenanceText } from '../../suite/catalogue.ts';
import { coverageOf } from '../../suite/coverage.ts';
import { exclusionKinds } from '../../suite/exclusion.ts';
import { isAsked, type Profile } from '../../suite/profile.ts';
import type { Suite } from '../../suite/schema.ts';
import { exclusions } from '../../../suites/catalogue/exclusions.ts';

/** What the catalogue asks of servers and what covers it, as the record keeps it. */
export function coverageEvent(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  profiles: readonly Profile[],
): Coverage {
  const slow = new Set(suites.flatMap(({ cases }) => cases.filter(({ lane }) => lane === 'slow').map(({ id }) => id)));
  const rows = coverageOf(suites, catalogue, exclusions).map(({ row, section: heading, cases, exclusion }) => {
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
      role: role === 'rs' ? role : ('as' as const),
      isAsked: isAsked(row, profiles),
      cases: cases.length,
      isSlow: cases.length > 0 && cases.every((one) => slow.has(one)),
      ...(link === undefined ? {} : { link }),
      ...(row.provenance === 'text' ? {} : { provenance: provenanceText(row) }),
      ...(excluded === undefined ? {} : { excluded }),
    };
  });
  return { type: 'coverage', rows };
}
