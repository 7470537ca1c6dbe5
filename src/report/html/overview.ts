import { attention, type ReportModel } from '../model.ts';
import { tallyOf } from '../views/tally.ts';

/** How many of each there are. */
export type Shown = Readonly<Record<'broken' | 'warned' | 'waived' | 'unjudged', number>>;

export function problemCounts({ targets, counts }: ReportModel): Shown {
  const of = (wanted: string): number =>
    targets.flatMap(({ problems }) => problems).filter(({ status }) => status === wanted).length;
  const news = targets.flatMap((target) => attention(target)).filter(({ finding }) => finding.news === true).length;
  return {
    broken: of('fail'),
    warned: of('warn'),
    waived: of('waived'),
    unjudged: counts.blocked + counts.error + news,
  };
}

/** The rules by how they stand, each a link to where it is shown. */
export function numbersOf({ coverage, requirements }: ReportModel): readonly object[] {
  const { broken, warned, waived, held, unjudged } = tallyOf(coverage, requirements);
  const rules = (count: number, what: string): string => `${count === 1 ? 'rule' : 'rules'} ${what}`;
  return [
    { status: broken === 0 ? 'skip' : 'fail', count: broken, label: rules(broken, 'broken'), href: '#problems' },
    { status: 'warn', count: warned, label: 'with warnings', href: '#warnings' },
    ...(waived === 0 ? [] : [{ status: 'waived', count: waived, label: 'waived', href: '#waived' }]),
    { status: 'pass', count: held, label: 'kept', href: '#coverage' },
    { status: 'skip', count: unjudged, label: 'not judged', href: '#coverage' },
  ].filter(({ href }) => href !== '#warnings' || warned > 0);
}

/** The parts of the page that there are, for the list that stays in sight. */
export function contentsOf(
  { comparisons, coverage, requirements }: ReportModel,
  shown: Shown,
  hasQuirks: boolean,
): readonly object[] {
  const hasRules = coverage.length > 0 || requirements.length > 0;
  return [
    { id: 'problems', title: 'Problems', count: shown.broken },
    ...(shown.warned > 0 ? [{ id: 'warnings', title: 'Warnings', count: shown.warned }] : []),
    ...(shown.unjudged > 0 ? [{ id: 'unjudged', title: 'Not judged', count: shown.unjudged }] : []),
    ...(shown.waived > 0 ? [{ id: 'waived', title: 'Waived', count: shown.waived }] : []),
    { id: 'map', title: 'Sections of the RFC' },
    ...(hasRules ? [{ id: 'coverage', title: 'Rules, one by one' }] : []),
    ...(comparisons.length > 0 ? [{ id: 'comparison', title: 'Comparison' }] : []),
    ...(hasQuirks ? [{ id: 'quirks', title: 'Quirks' }] : []),
    { id: 'cases', title: 'All cases' },
    { id: 'facts', title: 'Facts of the run' },
  ];
}
