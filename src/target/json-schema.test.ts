import { expect, test } from 'vitest';
import { clientJsonSchema, descriptorJsonSchema } from './json-schema.ts';

test.each([
  ['descriptor', descriptorJsonSchema],
  ['client', clientJsonSchema],
])(
  'targets/%s.schema.json is the schema of such descriptors (vitest run src/target/json-schema.test.ts --update=all writes it)',
  async (name, schema) => {
    await expect(schema()).toMatchFileSnapshot(`../../targets/${name}.schema.json`);
  },
);
