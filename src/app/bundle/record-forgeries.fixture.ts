import { expect } from 'vitest';
import type { Forged } from './forge.fixture.ts';
import { broken, kept } from './honest.fixture.ts';

/** What is forged, how, what the refusal says, and its exit code (4 by default). */
export type Forgery = [what: string, forge: (record: Forged) => void, said: string | RegExp, code?: number];

const record = 'record/record.ndjson';

export function must<T>(value: T | undefined): T {
  return value ?? expect.fail('the record has none');
}

const setVerdict = ({ finding }: Forged): void => {
  const one = finding(broken);
  one.verdict = 'pass';
  for (const assertion of one.assertions) assertion.verdict = 'pass';
};
const proofOf = (event: ReturnType<Forged['exchange']>): [string, string] | undefined =>
  event.transcript.request.fields.find(([name]) => name.toLowerCase() === 'dpop');
/** Puts the request of one exchange in the place of that of another one. */
const putRequest = (to: ReturnType<Forged['exchange']>, from: ReturnType<Forged['exchange']>): void => {
  to.transcript.request = structuredClone(from.transcript.request);
  if (from.proof !== undefined) to.proof = structuredClone(from.proof);
};
const shift = (event: ReturnType<Forged['exchange']>, ms: number): void => {
  const { transcript } = event;
  transcript.startedAt = new Date(Date.parse(transcript.startedAt) + ms).toISOString();
};
const target = ({ started }: Forged) => started.targets[0] ?? expect.fail();
const hour = 3_600_000;

export const forgeries: Forgery[] = [
  ['a verdict', setVerdict, `6 ${record}: reference/${broken}: the verdict is recorded as pass`],
  ['a mild verdict', ({ finding }) => void (finding(broken).verdict = 'note'), 'the verdict is recorded as note'],
  ['an attribution', ({ finding }) => void (finding(kept).attribution = 'weak'), 'the attribution is recorded as weak'],
  ['an assertion', ({ finding }) => void finding(broken).assertions.splice(0), 'the list of assertions'],
  ['a finding dropped', ({ drop, finding }) => drop(finding(broken)), 'the number of findings'],
  [
    'a finding twice',
    ({ events, finding }) => void events.splice(-2, 0, finding(kept) as never),
    'the number of findings',
  ],
  [
    'an answer',
    ({ exchange }) => void (must(exchange(broken).transcript.response).status = 401),
    `6 ${record}: exchange reference/${broken}`,
  ],
  [
    'an outcome',
    ({ exchange }) => void (exchange(broken).outcome = { class: 'refused', status: 400, text: '400' }),
    'it is recorded as refused',
  ],
  [
    'an answer that is called carried',
    ({ exchange }) => {
      const one = exchange(broken);
      one.isCarried = true;
      one.outcome = { class: 'refused', status: 401, text: '401' };
    },
    'its outcome is carried',
  ],
  ['an exchange dropped', ({ drop, exchange }) => drop(exchange(kept)), 'which the record does not hold'],
  ['a control dropped', ({ drop, exchange }) => drop(exchange(kept, 'before')), 'which the record does not hold'],
  [
    'a tested exchange called set-up',
    ({ exchange }) => void (exchange(broken).purpose = 'setup'),
    'is no tested exchange of it',
  ],
  [
    'a control that stands for both',
    ({ finding }) => {
      const { basis } = finding(kept);
      if (basis.by === 'case')
        for (const { steps } of basis.attempts)
          for (const step of steps) if (step.before !== undefined) step.after = step.before;
    },
    'do not stand before and after',
  ],
  [
    'no controls',
    ({ finding }) => {
      const { basis } = finding(kept);
      if (basis.by === 'case')
        for (const { steps } of basis.attempts)
          for (const step of steps) {
            delete step.before;
            delete step.after;
          }
    },
    `reference/${kept}: the verdict is recorded as pass`,
  ],
  [
    'the answer of another case',
    ({ finding }) => {
      const [one, other] = [finding(broken).basis, finding(kept).basis];
      if (one.by === 'case' && other.by === 'case') one.attempts = other.attempts;
    },
    'is no tested exchange of it',
  ],
  ['a crash mark', ({ finding }) => void (finding(kept).crash = true), 'the mark of a crash'],
  ['another place', ({ finding }) => void (finding(kept).place = 'par'), 'its name is that of another case or place'],
  ['another role', ({ finding }) => void (finding(kept).role = 'rs'), 'the role is recorded as rs'],
  [
    'a waiver from nowhere',
    ({ finding }) => void (finding(broken).waiver = { reason: 'we know of it' }),
    'it is waived, and no waiver',
  ],
  [
    'waivers of no file',
    (one) => {
      target(one).waivers = [{ case: 'typ-missing', verdict: 'fail', reason: 'we know of it' }];
      one.finding(broken).waiver = { reason: 'we know of it' };
    },
    '6 run-started: it has waivers',
  ],
  [
    'a weaker case',
    ({ finding }) => void ((finding(kept).plan as { atMost?: string }).atMost = 'info'),
    /plan is not the case signature-flipped|the verdict is recorded/,
  ],
  [
    'a case with another delta',
    ({ finding }) => void ((finding(kept).plan as { exchanges: [{ delta: unknown[] }] }).exchanges[0].delta = []),
    `6 reference/${kept}: its plan is not the case`,
  ],
  [
    'a case of another suite',
    ({ finding }) => void (finding(kept).suiteTitle = 'Nothing much'),
    `6 reference/${kept}: it names another suite`,
  ],
  [
    'a case that is none',
    ({ finding }) => {
      const one = finding(kept);
      one.case = 'made-up';
      one.instance = 'made-up@token';
      (one.plan as { id: string }).id = 'made-up';
    },
    /made-up/,
  ],
  [
    'a milder grade',
    ({ of }) => {
      for (const { requirements } of of('finding'))
        for (const row of requirements)
          if (row.id === 'RFC9449-4.3-04a') {
            row.base = 'info';
            row.severity = 'info';
          }
    },
    /RFC9449-4.3-04a is not as the catalogue has it|the verdict is recorded/,
  ],
  [
    'a rule in other words',
    ({ finding }) => void (must(finding(kept).requirements[0]).summary = 'Nothing is asked.'),
    'is not as the catalogue has it',
  ],
  [
    'a rule dropped',
    ({ finding }) => void finding(kept).requirements.shift(),
    /is missing|is not|the verdict|assertions/,
  ],
  [
    'the list of rules',
    ({ of }) => void (must(must(of('coverage')[0]).rows[3]).isAsked = false),
    /6 coverage: the list of rules/,
  ],
  ['a rule off the list', ({ of }) => void must(of('coverage')[0]).rows.splice(3, 1), /6 coverage: the list of rules/],
  [
    'a reason for a rule',
    ({ of }) => {
      const row = must(of('coverage')[0]).rows.find(({ excluded }) => excluded !== undefined);
      must(must(row).excluded).reason = 'It does not matter.';
    },
    '6 coverage: ',
  ],
  ['no list of rules', ({ of, drop }) => drop(of('coverage')[0] as never), '6 coverage: '],
  [
    'an older case in the lock',
    ({ of }) => void (must(of('suite-lock')[0]).cases['typ-missing'] = 'x'),
    `5 ${record}: suite-lock: the case typ-missing is another one`,
    3,
  ],
  [
    'a rule out of the lock',
    ({ of }) => void delete must(of('suite-lock')[0]).requirements['RFC9449-2-01 as'],
    'RFC9449-2-01 as of this build is not in its lock',
    3,
  ],
  ['another judge', ({ of }) => void (must(of('suite-lock')[0]).judge = 'x'), 'by another judge', 3],
  [
    'another severity policy',
    ({ of }) => void (must(of('suite-lock')[0]).policy = 'x'),
    'by another severity policy',
    3,
  ],
  ['no lock', ({ of, drop }) => drop(of('suite-lock')[0] as never), 'has no suite lock', 3],
  [
    'another version',
    ({ of, started }) => {
      started.proofmark = '0.0.9';
      must(of('suite-lock')[0]).proofmark = '0.0.9';
    },
    'verify it with that version',
    3,
  ],
  [
    'another version in the lock alone',
    ({ of }) => void (must(of('suite-lock')[0]).proofmark = '0.0.9'),
    `5 ${record}: was begun by`,
  ],
  ['a profile that was not run', ({ started }) => void started.profiles.push('fapi2'), /fapi2|coverage/, 3],
  [
    'a profile that is none',
    ({ started }) => void started.profiles.push('made-up'),
    'is none of this build: made-up',
    3,
  ],
  ['strictness', ({ started }) => void (started.strict = true), /is graded|strict|the exit code|coverage/],
  [
    'the descriptor',
    (one) => void (target(one).text = target(one).text?.replace('"reference"', '"reference" ')),
    '6 run-started: the digest of the descriptor',
  ],
  ['no descriptor', (one) => void delete target(one).text, '8 target.yaml: is no descriptor'],
  [
    'the product of the record alone',
    (one) => void (must(target(one).product).version = '3.0.0'),
    '6 run-started: the product is not that of the descriptor',
  ],
  [
    'claims',
    (one) => void (target(one).claims = ['replay-detection']),
    /claims are not those|is missing|requirements are not/,
  ],
  ['roles', (one) => void (target(one).roles = ['as']), '6 run-started: the roles are not'],
  [
    'the lawful proof in the faulty request',
    ({ exchange }) => putRequest(exchange(kept), exchange(kept, 'before')),
    `6 reference/${kept}#`,
  ],
  [
    'the faulty proof in the control',
    ({ exchange }) => putRequest(exchange(kept, 'before'), exchange('htu-other-path@token')),
    'it stands as a lawful request, and breaks RFC9449-4.3-09a',
  ],
  [
    'the request of another case',
    ({ exchange }) => putRequest(exchange('htu-other-path@token'), exchange('jti-missing@token')),
    'its case is about RFC9449-4.3-09a',
  ],
  [
    'a proof that is decoded to something else',
    ({ exchange }) => void ((must(exchange(kept).proof).payload as { htm: string }).htm = 'GET'),
    'decoded to something that its text does not hold',
  ],
  [
    'a proof beside the one that was sent',
    ({ exchange }) =>
      void (exchange(kept, 'before').proof = structuredClone(must(exchange('jti-missing@token').proof))),
    'its proof is another one than the request carries',
  ],
  [
    'a signature in a control',
    ({ exchange }) => {
      const line = proofOf(exchange(kept, 'before'));
      const event = exchange(kept, 'before');
      must(line)[1] = `${must(line)[1].slice(0, -8)}AAAAAAAA`;
      must(event.proof).text = must(line)[1];
    },
    'it stands as a lawful request, and breaks RFC9449-4.3-06a',
  ],
  [
    'a control long before',
    ({ exchange, started }) => {
      shift(exchange(kept, 'before'), -hour);
      started.startedAt = new Date(Date.parse(started.startedAt) - 2 * hour).toISOString();
    },
    /outside its window/,
  ],
  [
    'a control long after',
    ({ exchange, finished }) => {
      shift(exchange(kept, 'after'), hour);
      finished.finishedAt = new Date(Date.parse(finished.finishedAt) + 2 * hour).toISOString();
    },
    /outside its window/,
  ],
  ['a control during the request', ({ exchange }) => shift(exchange(kept, 'after'), -5000), 'overlaps it'],
  [
    'a run that ended before it began',
    ({ finished }) => void (finished.finishedAt = '2020-01-01T00:00:00.000Z'),
    '9 run-finished: the run ended before it began',
  ],
  [
    'a run that ends in the future',
    ({ finished }) => void (finished.finishedAt = '2099-01-01T00:00:00.000Z'),
    '9 run-finished: the run ended in the future',
  ],
  [
    'a run that began later',
    ({ started, finished }) => {
      const end = Date.parse(finished.finishedAt);
      started.startedAt = new Date(end + 60_000).toISOString();
      finished.finishedAt = new Date(end + 120_000).toISOString();
    },
    'it was sent outside the times of the run',
  ],
  [
    'another day for its waivers',
    ({ started }) => void (started.today = '2020-01-01'),
    '9 run-started: its waivers were held against another day',
  ],
  [
    'the clock of the server',
    ({ of }) => {
      for (const { facts } of of('preflight'))
        for (const fact of facts) if (fact.name.startsWith('clock')) fact.value = '7200 s';
    },
    /it is a control, and iat is/,
  ],
];
