import * as z from 'zod';
import { formattedJson } from '../document/formatted-json.ts';
import { Descriptor } from './descriptor.ts';

/** The JSON Schema (draft 2020-12) that editors check descriptors with, as it stands in `targets/descriptor.schema.json`. */
export function descriptorJsonSchema(): string {
  const schema = z.toJSONSchema(Descriptor, {
    io: 'input',
    override: ({ jsonSchema, path }) => allowPlaceholders(jsonSchema, path),
  });
  const { $schema, ...rest } = schema;
  return formattedJson({ $schema, title: 'Proofmark target descriptor', ...rest });
}

/** Editors see the file before `{port.NAME}` is filled in: no URL yet, and no number. */
function allowPlaceholders(schema: z.core.JSONSchema.BaseSchema, path: readonly (string | number)[]): void {
  if (schema.format === 'uri') {
    delete schema.format;
    schema.pattern = '^[A-Za-z][A-Za-z0-9+.-]*:';
  }
  if (path.at(-1) === 'port' && schema.type === 'integer') {
    const { type, minimum, maximum } = schema;
    delete schema.type;
    delete schema.minimum;
    delete schema.maximum;
    schema.anyOf = [
      { type, ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) },
      { type: 'string', pattern: '^\\{port\\.[A-Za-z0-9_-]+\\}$' },
    ];
  }
}
