import * as z from 'zod';

/** The JSON Schema (draft 2020-12) that is published of a document. Its readers have to allow further members. */
export function publishedSchema(document: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(document, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // The format says the same, and the bounds are those of every JSON number that JavaScript reads.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { $schema, title, ...rest };
}
