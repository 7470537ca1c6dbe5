import type { Quirk, Quirks, QuirkValue } from '../src/record/quirk.ts';
import type { RecordEvent } from '../src/record/schema.ts';
import { runFinished, runStarted } from './record.fixture.ts';

const titles: Readonly<Record<string, { readonly group: Quirk['group']; readonly title: string }>> = {
  'clock-offset': { group: 'time', title: 'Clock of the server against ours' },
  'iat-past': { group: 'time', title: 'Oldest iat that is accepted, without a nonce' },
  'iat-future': { group: 'time', title: 'Farthest iat that is accepted, without a nonce' },
  'iat-past-with-nonce': { group: 'time', title: 'Oldest iat that is accepted, with a nonce' },
  'iat-future-with-nonce': { group: 'time', title: 'Farthest iat that is accepted, with a nonce' },
  'race-same-proof': { group: 'replay', title: 'The same proof many times at one moment' },
  'nonce-policy': { group: 'nonces', title: 'Nonces' },
  algorithms: { group: 'algorithms', title: 'Algorithms accepted, against those named' },
  'htu-tolerance': { group: 'tolerance', title: 'Other spellings of htu' },
  'error-map': { group: 'refusals', title: 'What is answered to each fault' },
  'check-order': { group: 'refusals', title: 'Which of two faults is named' },
  latency: { group: 'speed', title: 'Time to answer' },
};

function quirk(id: string, value: QuirkValue, place: Quirk['place'] = 'resource'): Quirk {
  const { group, title } = titles[id] ?? { group: 'time' as const, title: id };
  return { id, place, group, title, how: 'By asking.', repetitions: 3, value };
}

function seconds(median: number, more: { min?: number; max?: number; isAtLeast?: boolean } = {}): QuirkValue {
  return { kind: 'number', unit: 'seconds', median, min: median, max: median, ...more };
}

function series(name: string, from: number) {
  const samples = Array.from({ length: 60 }, (_, index) => from + ((index * 37) % 60) / 20);
  return {
    name,
    count: 60,
    p50: from + 1.45,
    p90: from + 2.65,
    p99: from + 2.95,
    min: from,
    max: from + 2.95,
    samples,
  };
}

const times = [
  quirk('clock-offset', seconds(0.02, { min: -0.04, max: 0.08 })),
  quirk('iat-past', seconds(300, { min: 299, max: 300 })),
  quirk('iat-future', seconds(60)),
  quirk('iat-past-with-nonce', seconds(86_400, { isAtLeast: true })),
  quirk('iat-future-with-nonce', seconds(300)),
];

const choices = [
  quirk('race-same-proof', {
    kind: 'counts',
    of: 8,
    rounds: [
      { accepted: 1, times: 5 },
      { accepted: 2, times: 3 },
    ],
  }),
  quirk('nonce-policy', { kind: 'word', word: 'offered, not demanded' }),
  quirk('algorithms', {
    kind: 'vector',
    cells: [
      { name: 'ES256', result: 'accepted', isAdvertised: true },
      { name: 'PS256', result: 'accepted', isAdvertised: false },
      { name: 'RS512', result: 'refused', isAdvertised: true },
    ],
  }),
  quirk('htu-tolerance', {
    kind: 'vector',
    cells: [
      { name: 'upper scheme', result: 'accepted' },
      { name: 'other path', result: 'refused' },
      { name: 'userinfo', result: 'varies' },
    ],
  }),
];

/** A quirk of every kind there is; `text` stands where a server or its name would speak. */
export function quirksOf(target: string, text = 'invalid_dpop_proof'): Quirks {
  const refusals = [
    quirk('error-map', { kind: 'map', entries: [{ name: 'typ', answer: `400 ${text}`, description: text }] }),
    quirk('check-order', {
      kind: 'order',
      ranks: [['typ'], ['htm', 'htu']],
      pairs: [{ named: 'typ', unnamed: 'htm' }],
      alike: ['ath'],
    }),
    quirk('latency', { kind: 'latencies', unit: 'milliseconds', series: [series('accept', 2), series('refuse', 1)] }),
    quirk('iat-past', { kind: 'unmeasured', reason: text }, 'token'),
  ];
  const list = [...times, ...choices, ...refusals];
  return { type: 'quirks', target, measuredAt: '2026-11-22T10:00:00.000Z', isSlow: false, requests: 321, list };
}

/** Two servers measured, and nothing judged. */
export function measuredRun(): readonly RecordEvent[] {
  return [runStarted(['one', 'two'], { measuresOnly: true }), quirksOf('one'), quirksOf('two'), runFinished()];
}
