import { defined } from '../../defined.ts';
import type { Coverage } from '../../record/coverage.ts';
import { type Requirement, provenanceText } from '../../suite/catalogue.ts';
import { coverageOf } from '../../suite/coverage.ts';
import { exclusionKinds } from '../../suite/exclusion.ts';
import { isAsked, type Profile } from '../../suite/profile.ts';
import type { Suite } from '../../suite/schema.ts';
import { exclusions } from '../../../suites/catalogue/exclusions.ts';

/** The event with every requirement for servers and the cases that cover it. */
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
      ...defined({ link }),
      ...(row.provenance === 'text' ? {} : { provenance: provenanceText(row) }),
      ...defined({ excluded }),
    };
  });
  return { type: 'coverage', rows };
}
