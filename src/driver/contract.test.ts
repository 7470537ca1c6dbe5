import * as z from 'zod';
import { expect, test } from 'vitest';
import { formattedJson } from '../document/formatted-json.ts';
import { Command, Reply } from './contract.ts';

test('contract.schema.json is the schema of the contract (vitest run src/driver/contract.test.ts --update=all writes it)', async () => {
  const id = z.string();
  const asked = Command.options.map((option) => option.extend({ id }));
  const { $schema, ...command } = z.toJSONSchema(z.union(asked));
  const { $schema: _, ...reply } = z.toJSONSchema(Reply, { io: 'input' });
  const schema = { $schema, title: 'Proofmark drive contract', $defs: { command, reply } };
  await expect(formattedJson(schema)).toMatchFileSnapshot('./contract.schema.json');
});
