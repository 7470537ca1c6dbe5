import type { Comparison } from '../src/record/comparison.ts';
import type { RecordEvent } from '../src/record/schema.ts';
import { runFinished, runStarted } from './record.fixture.ts';

const comparison: Comparison = {
  type: 'comparison',
  seed: 3,
  targets: ['a', 'b'],
  places: ['token'],
  plans: 100,
  compared: 90,
  differing: 5,
  flickered: 1,
  lost: [],
  stopped: 'all plans were tried',
  differences: [
    {
      plan: [{ op: 'key', use: 'other', alg: 'RS256' }],
      words: ['the whole proof is made with another key of RS256'],
      cells: [
        { target: 'a', place: 'token', answered: 'accepted' },
        { target: 'b', place: 'token', answered: 'refused' },
      ],
      expect: 'either',
      requirements: [],
      policy: 'which keys and algorithms are taken',
      alike: 0,
    },
    {
      plan: [{ op: 'header-remove', name: 'typ' }],
      words: ['header typ is missing'],
      cells: [
        { target: 'a', place: 'token', answered: 'accepted' },
        { target: 'b', place: 'token', answered: 'refused' },
      ],
      expect: 'refuse',
      requirements: ['RFC9449-4.3-04a'],
      alike: 3,
    },
  ],
};

/** Two targets, one of which takes what must be refused. */
export function comparedRun(): readonly RecordEvent[] {
  return [runStarted(['a', 'b']), comparison, runFinished()];
}
