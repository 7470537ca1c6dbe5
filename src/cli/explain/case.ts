import { describeOp } from '../../plan/describe.ts';
import { requirementsAt, type Requirement } from '../../suite/catalogue.ts';
import type { Case, ExchangeSpec, Place, SessionSpec, Suite, Watch } from '../../suite/schema.ts';
import { describeCheck } from './describe-check.ts';
import { requirementLines } from './requirement.ts';
import { type Page, wrapped } from '../terminal.ts';

export type FoundCase = {
  readonly suite: Suite;
  readonly entry: Case | Watch;
  /** The places to explain it for. */
  readonly places: readonly Place[];
};

/** Explains a case or a watch on a page: what it proves, sends and expects, where and when. */
export function explainCase(
  { suite, entry, places }: FoundCase,
  catalogue: readonly Requirement[],
  page: Page,
): readonly string[] {
  const { paint, width } = page;
  const rows = [...new Set(places.flatMap((place) => requirementsAt(catalogue, entry.requirements, place)))];
  return [
    `${paint('bold', entry.id)}  ${entry.title}`,
    paint('dim', `${suite.id}: ${suite.title} (${suite.section})`),
    ...section('Why', wrapped(entry.why ?? '', width, '  '), page),
    ...section(
      'Requirements',
      rows.flatMap((row) => requirementLines(row, page).map((line) => `  ${line}`)),
      page,
    ),
    ...section('Tried at', [`  ${places.join(', ')}`], page),
    ...('over' in entry ? watchLines(entry, page) : caseLines(entry, page)),
    ...section('Grading', [...atMostLine(entry), ...claimLine(entry)], page),
  ];
}

function watchLines(watch: Watch, page: Page): readonly string[] {
  const scope = watch.over.replaceAll('-', ' ');
  return [
    ...section('Looks at', [`  the answers of the whole run (${scope}), judged once at its end`], page),
    ...section('Expects', [`  ${describeCheck(watch.that)}`], page),
  ];
}

function caseLines(entry: Case, page: Page): readonly string[] {
  const lanes = [
    ...(entry.lane === 'slow' ? ['waits in real time: only with --slow'] : []),
    ...(entry.destructive === true ? ['may spoil what it uses: runs alone, after all others'] : []),
    ...(entry.each === true ? ['runs at every client or resource of the descriptor'] : []),
    ...(entry.each === 'further' ? ['runs at every client or resource of the descriptor but the first'] : []),
  ];
  return [
    ...section(
      'Needs',
      (entry.needs ?? []).map((need) => `  ${need.replaceAll('-', ' ')}`),
      page,
    ),
    ...section('Session', sessionLines(entry.session), page),
    ...section(
      'Sends',
      entry.exchanges.flatMap((exchange, index) => exchangeLines(exchange, index, entry)),
      page,
    ),
    ...section(
      'Runs',
      lanes.map((line) => `  ${line}`),
      page,
    ),
  ];
}

function exchangeLines(exchange: ExchangeSpec, index: number, entry: Case): readonly string[] {
  const lead = entry.exchanges.length === 1 ? '' : `${index + 1}. `;
  const indent = ' '.repeat(lead.length + 2);
  const where = [
    ...(exchange.name === undefined ? [] : [`"${exchange.name}"`]),
    ...(exchange.at === undefined ? [] : [`at ${exchange.at}`]),
    ...(exchange.resource === 'second' ? ['at the second resource'] : []),
    ...(exchange.replica === undefined ? [] : [`at replica ${exchange.replica}`]),
    ...(exchange.after === undefined ? [] : [`after ${afterWords(exchange.after)}`]),
    ...burstWords(exchange),
    ...(exchange.repeat === undefined ? [] : [`${exchange.repeat} times`]),
  ].join(' ');
  const changes = exchange.delta.map((op) => `${indent}- ${describeOp(op)}`);
  const adjusted = (exchange.with ?? []).map((op) => `${indent}- ${describeOp(op)} (the control too)`);
  const request = changes.length === 0 ? 'the lawful request' : 'the lawful request, but';
  const checks = (exchange.checks ?? []).map(
    ({ that, requirement }) => `${indent}  ${describeCheck(that)}  [${requirement}]`,
  );
  return [
    `  ${lead}${where === '' ? '' : `${where}: `}${request}${changes.length === 0 && adjusted.length > 0 ? ', with' : ''}`,
    ...adjusted,
    ...changes,
    `${indent}expected: ${expectations[exchange.expect]}${faultWords(exchange, entry)}`,
    ...(exchange.premise === undefined ? [] : [`${indent}otherwise the case does not apply: ${exchange.premise}`]),
    ...checks,
  ];
}

const lengths = {
  'iat-window': 'the window for iat, past and future together,',
  'nonce-lifetime': 'the lifetime of a nonce',
  'token-lifetime': 'the lifetime of the access token',
} as const;

function afterWords(after: NonNullable<ExchangeSpec['after']>): string {
  if (typeof after === 'number') return `${after} s`;
  const what = lengths[after.of];
  return `${what} ${after.plus < 0 ? '−' : '+'} ${Math.abs(after.plus)} s`;
}

function burstWords({ burst }: ExchangeSpec): readonly string[] {
  if (burst === undefined) return [];
  const same = burst.same === 'proof' ? 'the very same bytes' : 'one grant, each with a proof of its own';
  return [`${burst.times} at the same moment (${same}), ${burst.rounds} rounds`];
}

const expectations = {
  accept: 'the lawful answer of the place',
  refuse: 'a clean refusal',
  challenge: 'a challenge that asks for a nonce',
  observe: 'either answer is lawful; it is only noted',
  once: 'of those sent at once, one accepted at most',
} as const;

function faultWords(exchange: ExchangeSpec, { fault }: Case): string {
  return exchange.expect === 'refuse' && fault !== undefined ? `, for what is wrong with the ${faults[fault]}` : '';
}

const faults = {
  proof: 'proof',
  'proof-missing': 'request: it has no proof',
  binding: 'binding of proof and access token',
  'access-token': 'access token',
  credentials: 'credentials',
  nonce: 'nonce',
  client: 'client authentication',
  grant: 'grant',
  request: 'request',
} as const;

function sessionLines(session: SessionSpec | undefined): readonly string[] {
  if (session === undefined) return [];
  const { alg, keyType, rsaBits, keyKind, client, grant } = session;
  const key =
    alg ?? (keyType === undefined ? undefined : `a key of the type ${keyType}, by an algorithm that is taken`);
  return [
    ...(key === undefined
      ? []
      : [`  proofs signed with ${key}${rsaBits === undefined ? '' : `, RSA key of ${rsaBits} bits`}`]),
    ...(keyKind === undefined ? [] : [`  a key of the kind ${keyKind}`]),
    ...(client === undefined ? [] : [`  ${client} client`]),
    ...(grant === undefined ? [] : [`  grant ${grant}`]),
  ];
}

function atMostLine({ atMost }: Case | Watch): readonly string[] {
  if (atMost === undefined) return [];
  return [
    `  a breach counts at most as ${atMost === 'warn' ? 'a warning' : 'a note'}, whatever the requirement's own severity`,
  ];
}

function claimLine(entry: Case | Watch): readonly string[] {
  if (!('whereClaimed' in entry) || entry.whereClaimed === undefined) return [];
  const { claim, requirement } = entry.whereClaimed;
  return [`  ${requirement} is what it proves where the target claims ${claim.replaceAll('-', ' ')}, and only there`];
}

function section(heading: string, lines: readonly string[], { paint }: Page): readonly string[] {
  return lines.length === 0 ? [] : ['', paint('bold', heading), ...lines];
}
