import type { RunRecord } from '../src/record/schema.ts';
import { summaryOf } from '../src/report/formats/json.ts';

/** What one run has come to at one released product. */
export type ProductResult = {
  readonly name: string;
  readonly version: string;
  readonly role: 'server' | 'client';
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly cases: number;
  readonly sections: ReadonlyMap<string, Tally>;
  readonly problems: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly title: string;
    readonly rule: string;
    readonly places: readonly string[];
  }[];
};

type Shown = ReturnType<typeof summaryOf>['problems'][number];

type Tally = { readonly kept: number; readonly warned: number; readonly broken: number };

/** @throws Error for a run that was not whole: a page of results is not made of parts */
export function productsOf(record: RunRecord): readonly ProductResult[] {
  const { run, scope, targets, requirements, problems } = summaryOf(record);
  if (run.ended !== 'complete' || !scope.isWhole)
    throw new Error(`${run.runId} was not whole (${scope.text ?? run.ended}): run all that applies`);
  return targets.map(({ name, roles, scope: own }) => {
    const product = record.started.targets.find((target) => target.name === name)?.product;
    const shown = problems.filter(({ target }) => target === name);
    // Who answers for a broken rule does not keep it.
    const isBroken = (id: string): boolean =>
      shown.some(({ verdict, requirements: broken }) => verdict === 'fail' && broken.includes(id));
    const rules = requirements.flatMap(({ id, section, results }) =>
      results
        .filter(({ target }) => target === name)
        .map(({ status }) => ({
          heading: headingOf(section),
          status: status === 'waived' ? (isBroken(id) ? 'fail' : 'warn') : status,
        })),
    );
    const sections = [...Map.groupBy(rules, ({ heading }) => heading)].map(([heading, rows]) => {
      const count = (...statuses: readonly string[]): number =>
        rows.filter(({ status }) => statuses.includes(status)).length;
      return [heading, { kept: count('pass', 'note'), warned: count('warn'), broken: count('fail') }] as const;
    });
    return {
      name: product?.project ?? name,
      version: product?.version ?? 'not stated',
      role: roles.includes('client') ? 'client' : 'server',
      date: run.startedAt.slice(0, 10),
      cases: own.ran,
      sections: new Map(sections),
      problems: shown.toSorted((a, b) => a.verdict.localeCompare(b.verdict)).map(problemOf),
    };
  });
}

function problemOf({ id, verdict, title, places, requirements }: Shown): ProductResult['problems'][number] {
  return { id, verdict, title, places, rule: requirements[0] ?? '' };
}

/** The part of RFC 9449 that a rule is in, by its first number; all other texts are one column. */
function headingOf(section: string): string {
  const [, number] = /^RFC ?9449 (\d+)/.exec(section) ?? [];
  return number === undefined ? 'other texts' : `§${number}`;
}

/** The whole page, in Markdown. */
export function productsPage(products: readonly ProductResult[]): string {
  const rows = products.toSorted((a, b) => a.name.localeCompare(b.name));
  const [servers, clients] = (['server', 'client'] as const).map((role) => rows.filter((row) => row.role === role));
  return [
    '# What released products do',
    '',
    'Made by `npm run products` from the records of whole runs; servers were fuzzed too. Each product was run as `targets/products/` describes it, on one',
    'machine and with nothing in front of it. What is counted are rules: *kept*, *warned of* (the text recommends, or leaves a doubt), *broken* (the text',
    'demands). A rule that no case could reach is not counted. A number says nothing of how much a fault weighs: read the problem, and repeat it. How the text is',
    'read for each is on the page of the product. A rule that is kept at one endpoint and broken at another counts as broken: a check that one endpoint lacks',
    'breaks many. *At* names the endpoints of the problem.',
    '',
    ...section('Servers', servers ?? []),
    ...section('Clients', clients ?? []),
  ].join('\n');
}

function section(title: string, products: readonly ProductResult[]): readonly string[] {
  if (products.length === 0) return [];
  const headings = [...new Set(products.flatMap(({ sections }) => [...sections.keys()]))].toSorted(byNumber);
  return [
    `## ${title}`,
    '',
    `| product | version | run | ${headings.join(' | ')} |`,
    `|---|---|---|${headings.map(() => '---|').join('')}`,
    ...products.map(
      ({ name, version, date, sections }) =>
        `| [${name}](#${anchorOf(name, version)}) | ${version} | ${date} | ${headings.map((heading) => cellOf(sections.get(heading))).join(' | ')} |`,
    ),
    '',
    'In a cell: rules kept, then *w* for warned of and **b** for broken.',
    '',
    ...products.flatMap(problemLines),
  ];
}

function cellOf(tally: Tally | undefined): string {
  if (tally === undefined || tally.kept + tally.warned + tally.broken === 0) return '–';
  const { kept, warned, broken } = tally;
  return [String(kept), ...(warned > 0 ? [`${warned} *w*`] : []), ...(broken > 0 ? [`**${broken} b**`] : [])].join(
    ', ',
  );
}

function problemLines({ name, version, cases, problems }: ProductResult): readonly string[] {
  const rows = problems.map(
    ({ id, verdict, title, rule, places }) =>
      `| ${verdict} | \`${id}\` | ${title.replaceAll('|', '\\|')} | ${places.join(', ')} | ${rule} |`,
  );
  const none = ['No problem was found.'];
  const table = ['| | problem | seen | at | rule |', '|---|---|---|---|---|', ...rows];
  return [`### ${name} ${version}`, '', `${cases} cases.`, '', ...(problems.length === 0 ? none : table), ''];
}

const anchorOf = (name: string, version: string): string =>
  `${name} ${version}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

/** `§4` before `§10`, and other texts last. */
function byNumber(a: string, b: string): number {
  const numberOf = (heading: string): number => Number(heading.slice(1)) || Infinity;
  return numberOf(a) - numberOf(b) || a.localeCompare(b);
}
