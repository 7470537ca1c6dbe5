import fc from 'fast-check';
import * as z from 'zod';
import { Op } from './ops.ts';
import { type PlanValue, SymbolicValue } from './values.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** Draws values from a schema of this folder, so that the tests try every new op too. */
function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  // Looked up late, because the arbitrary of the reference may not exist yet.
  if (schema.$ref !== undefined) return fc.constant(null).chain(() => planValue);
  if (schema.oneOf !== undefined) return fc.oneof(...schema.oneOf.map((option) => valuesOf(option)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return schema.pattern === undefined ? fc.string({ maxLength: 12 }) : textLike(schema.pattern);
    case 'number':
    case 'integer':
      return numberWithin(schema);
    case 'array':
      return fc.array(valuesOf(schema.items as Schema), { maxLength: 2 });
    case 'object':
      return objectOf(schema);
    default:
      throw new TypeError(`no values are known for ${JSON.stringify(schema)}`);
  }
}

function textLike(pattern: string): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(pattern), { maxLength: 12 });
}

/** Draws small numbers, because a repetition of a million shows no more than one of a hundred. */
function numberWithin({ minimum = -100, maximum = 100 }: Schema): fc.Arbitrary<number> {
  const least = Math.max(minimum, -100);
  return fc.integer({ min: least, max: Math.max(least, Math.min(maximum, 100)) });
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema as Schema)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: required, noNullPrototype: true });
}

const plain = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false })
  .filter((value) => !/"(\$|__proto__)":/.test(JSON.stringify(value))) as fc.Arbitrary<PlanValue>;

export const planValue: fc.Arbitrary<PlanValue> = fc.oneof(
  valuesOf(z.toJSONSchema(SymbolicValue)) as fc.Arbitrary<PlanValue>,
  plain,
);
export const op = valuesOf(z.toJSONSchema(Op)) as fc.Arbitrary<Op>;
export const delta = fc.array(op, { maxLength: 5 });
