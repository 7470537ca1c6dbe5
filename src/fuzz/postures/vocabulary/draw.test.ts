import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AnswerOp } from '../../../suite/client/answer-ops.ts';
import { Posture } from '../../../suite/client/posture.ts';
import { listedScenes, type Scene, scenes } from './draw.ts';
import { drawnFrom } from './from-schema.ts';
import { fuzzedTasks } from './tasks.ts';
import { wordsFor } from './words.ts';

const drawn = (seed: number, numRuns: number): readonly Scene[] => fc.sample(scenes(fuzzedTasks), { seed, numRuns });
const many = drawn(1, 3000);

describe('what is drawn', () => {
  test('uses every op of the vocabulary', () => {
    const used = new Set(many.flatMap(({ posture }) => posture.flatMap(({ give }) => give.map(({ op }) => op))));
    const names = AnswerOp.options.map((option) => option.shape.op.value);
    expect([...used].toSorted()).toEqual(names.toSorted());
  });

  test('uses every word of each op that the schema lists', () => {
    const values = new Set(many.flatMap(({ posture }) => posture.flatMap(({ give }) => give.flatMap(membersOf))));
    const words = (z.toJSONSchema(AnswerOp).oneOf ?? []).flatMap(wordsOf);
    expect(words.filter((word) => !values.has(word))).toEqual([]);
  });

  test('is a posture of the suite language', () => {
    for (const { posture } of many) expect(Posture.parse(posture)).toEqual(posture);
  });

  test('is the same for the same seed, and another for another', () => {
    expect(drawn(7, 20)).toEqual(drawn(7, 20));
    expect(drawn(8, 20)).not.toEqual(drawn(7, 20));
  });

  test('sends no client anywhere but to our servers', () => {
    const urls = [...JSON.stringify([many, listedScenes(fuzzedTasks)]).matchAll(/https?:[^"\\]*/g)].map(String);
    // The name of an issuer, to which nobody connects.
    expect([...new Set(urls)]).toEqual(['https://other.example']);
  });
});

test('an op of a later day is drawn as its schema has it', () => {
  const later = z.strictObject({
    op: z.literal('later'),
    how: z.enum(['a', 'b']),
    count: z.int().min(2).max(4).optional(),
    text: z.string(),
    list: z.array(z.boolean()).min(1),
  });
  const values = fc.sample(drawnFrom(z.toJSONSchema(later), 'later', wordsFor), { seed: 1, numRuns: 200 });
  for (const value of values) expect(later.safeParse(value).error).toBeUndefined();
  const read = values.map((value) => later.parse(value));
  expect(new Set(read.map(({ how }) => how))).toEqual(new Set(['a', 'b']));
  expect(new Set(read.map(({ count }) => count))).toEqual(new Set([undefined, 2, 3, 4]));
});

function membersOf(op: AnswerOp): readonly string[] {
  return Object.entries(op).map(([name, value]) => `${op.op} ${name} ${JSON.stringify(value)}`);
}

/** The words that a member may be, of those members that are nothing but words. */
function wordsOf({ properties = {} }: z.core.JSONSchema.BaseSchema): readonly string[] {
  const op = (properties['op'] as { readonly const?: string } | undefined)?.const ?? '';
  return Object.entries(properties).flatMap(([name, schema]) => {
    const listed = typeof schema === 'object' ? (schema.enum ?? []) : [];
    return listed.map((word) => `${op} ${name} ${JSON.stringify(word)}`);
  });
}
