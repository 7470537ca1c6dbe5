import fc from 'fast-check';
import { type Schema, wordsOf } from '../../plans/schema-words.ts';

/** Texts and numbers to draw where a schema leaves them free. `path`: the op and its members, joined by dots. */
export type Words = (path: string) => readonly unknown[] | undefined;

/** Where nobody has named anything better. No URL: a client would go there. */
const anyTexts = ['', 'x', 'one two', '0', '"', '~'.repeat(300)];

const longest = 3;

/** Whatever a schema allows, so that a new word of the vocabulary is drawn without being named here. Simple values come first. */
export function drawnFrom(schema: Schema, path: string, words: Words): fc.Arbitrary<unknown> {
  const named = words(path);
  // A name of a list names what stands in it.
  if (named !== undefined && schema.type !== 'array') return fc.constantFrom(...named);
  const listed = wordsOf(schema);
  if (listed !== undefined) return fc.constantFrom(...listed);
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return fc.oneof(...options.map((one) => drawnFrom(one, path, words)));
  switch (schema.type) {
    case 'object':
      return drawnObject(schema, path, words);
    case 'array': {
      const { items, minItems = 0, maxItems = longest } = schema;
      const item = drawnFrom(items as Schema, path, words);
      return fc.array(item, { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, longest)) });
    }
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return drawnInteger(schema);
    case 'null':
      return fc.constant(null);
    default:
      return fc.constantFrom(...anyTexts);
  }
}

function drawnObject({ properties = {}, required = [] }: Schema, path: string, words: Words): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, schema]) => {
    return [name, drawnFrom(schema as Schema, path === '' ? name : `${path}.${name}`, words)] as const;
  });
  return fc.record(Object.fromEntries(members), { requiredKeys: [...required] });
}

/** Mostly small ones, and those at the edges. */
function drawnInteger({ minimum = 0, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> {
  const [min, max] = [Math.max(minimum, -1_000_000), Math.min(maximum, 1_000_000)];
  return fc.oneof(
    fc.integer({ min, max: Math.min(max, min + 3) }),
    fc.constantFrom(min, max),
    fc.integer({ min, max }),
  );
}
