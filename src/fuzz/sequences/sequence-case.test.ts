import { expect, test } from 'vitest';
import type { Outcome } from '../../record/schema.ts';
import { Case } from '../../suite/schema.ts';
import type { Seen } from './commands.ts';
import { sequenceCase } from './sequence-case.ts';
import { either, type Step, step, type SentStep, type Track } from './step.ts';

const track: Track = { id: 'token', place: 'token', session: {}, needs: [], isCostly: false };
const action = { id: 'call', weight: 1, make: () => undefined };
const accepted: Outcome = { class: 'accepted', status: 200, text: '200' };

const sentStep = (name: string, made: Step): SentStep => ({
  ...made,
  name,
  action,
  outcome: accepted,
  url: 'https://as.example/token',
  isOwnProof: true,
});

const replayAt = (place: 'token' | 'par'): Seen => ({
  past: [sentStep('step-4', step([], either))],
  sent: sentStep('step-7', {
    ...step([{ op: 'proof-of', exchange: 'step-4' }], either, place === 'token' ? {} : { at: place }),
    isReplay: place === 'token',
  }),
  ruling: { expect: 'refuse', requirements: ['RFC9449-11.1-02'], fault: 'proof' },
  surprise: 'accepted',
});

test('a replay that passed becomes a case that the schema takes, its steps named by their order', () => {
  const item = sequenceCase(track, replayAt('token'), []);
  expect(Case.parse(structuredClone(item))).toEqual(item);
  expect(item).toMatchObject({
    requirements: ['RFC9449-11.1-02', 'PM-REPLAY-CLAIM'],
    at: ['token'],
    fault: 'proof',
    exchanges: [
      { name: 'first', delta: [], expect: 'accept' },
      { delta: [{ op: 'proof-of', exchange: 'first' }], expect: 'refuse' },
    ],
  });
});

test('a claim of replay detection is not asked where the text asks for a warning at most', () => {
  const { ruling, ...seen } = replayAt('token');
  const item = sequenceCase(track, { ...seen, ruling: { ...ruling, atMost: 'warn' } }, []);
  expect([item.requirements, item.whereClaimed, item.atMost]).toEqual([['RFC9449-11.1-02'], undefined, 'warn']);
});

test('the place of the case is that of its last step, and earlier ones say where they go', () => {
  const item = sequenceCase(track, replayAt('par'), []);
  expect(item.at).toEqual(['par']);
  expect(item.exchanges.map(({ at }) => at)).toEqual(['token', undefined]);
});

test('the same sequence has the same id, whatever its steps were called', () => {
  const seen = replayAt('token');
  const renamed: Seen = {
    ...seen,
    past: seen.past.map((one) => ({ ...one, name: 'step-1' })),
    sent: { ...seen.sent, spec: { delta: [{ op: 'proof-of', exchange: 'step-1' }] } },
  };
  expect(sequenceCase(track, renamed, [])).toEqual(sequenceCase(track, seen, []));
});

test('what is lawful is the change of its case, so that the control is a plain request', () => {
  const bound = { op: 'refresh-token', use: 'rotated' } as const;
  const seen: Seen = {
    past: [],
    sent: { ...sentStep('step-1', step([], either, { with: [bound] })), outcome: { class: 'refused', text: '400' } },
    ruling: { expect: 'accept', requirements: ['RFC9449-5-08'], fault: 'grant' },
    surprise: 'refused',
  };
  expect(sequenceCase(track, seen, []).exchanges).toEqual([{ delta: [bound], expect: 'accept' }]);
});
