import { expect, test } from 'vitest';
import { descriptorJsonSchema } from './json-schema.ts';

test('targets/descriptor.schema.json is the schema of the descriptor (vitest run src/target/json-schema.test.ts --update=all writes it)', async () => {
  await expect(descriptorJsonSchema()).toMatchFileSnapshot('../../targets/descriptor.schema.json');
});
