import * as z from 'zod';
import { SymbolicValue } from '../../plan/values.ts';

export type Schema = z.core.JSONSchema.JSONSchema;

/** The words that a schema allows, where it is a list of words. */
export function wordsOf(schema: Schema): readonly unknown[] | undefined {
  return schema.const === undefined ? schema.enum : [schema.const];
}

/** The words that a member of a symbolic value may be. */
export function wordsIn(kind: string, member: string): readonly string[] {
  const options = z.toJSONSchema(SymbolicValue).oneOf ?? [];
  const found = options.find(({ properties }) => (properties?.['$'] as Schema | undefined)?.const === kind);
  return ((found?.properties?.[member] as Schema | undefined)?.enum ?? []) as string[];
}
