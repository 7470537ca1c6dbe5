import * as z from 'zod';
import { defined } from '../defined.ts';
import { formattedJson } from '../document/formatted-json.ts';
import { Descriptor } from './descriptor.ts';
import { ClientDescriptor } from './descriptor/client-under-test.ts';

/** The JSON Schema (draft 2020-12) with which editors check descriptors; `targets/descriptor.schema.json` is its copy. */
export function descriptorJsonSchema(): string {
  const schema = z.toJSONSchema(Descriptor, {
    io: 'input',
    override: ({ jsonSchema, path }) => allowPlaceholders(jsonSchema, path),
  });
  const { $schema, ...rest } = schema;
  return formattedJson({ $schema, title: 'Proofmark target descriptor', ...rest });
}

/** The same for clients under test; `targets/client.schema.json` is its copy. */
export function clientJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(ClientDescriptor, { io: 'input' });
  return formattedJson({ $schema, title: 'Proofmark client descriptor', ...rest });
}

/** An editor sees the file before `{port.NAME}` is filled in, so a URL and a port number may hold a placeholder. */
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
      { type, ...defined({ minimum, maximum }) },
      { type: 'string', pattern: '^\\{port\\.[A-Za-z0-9_-]+\\}$' },
    ];
  }
}
