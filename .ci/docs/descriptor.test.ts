import { expect, test } from 'vitest';
import { z } from 'zod';
import { Descriptor } from '../../src/target/descriptor.ts';
import { codes, readPage, tableRows } from './pages.ts';

type Schema = z.core.JSONSchema.BaseSchema;
type Field = readonly [path: string, fallback: string];

/** The default of a field, if it is a text or a number. Members of lists and objects have defaults of their own. */
function defaultOf({ default: value }: Schema): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Every field of a schema with its default. The members of a list or of alternatives count as members of the field. */
function fieldsOf(schema: Schema, at: string): readonly Field[] {
  const items = typeof schema.items === 'object' ? [schema.items].flat() : [];
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...items];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]): readonly Field[] => {
    if (typeof member === 'boolean' || isSecret(schema)) return [];
    const path = at === '' ? name : `${at}.${name}`;
    return [[path, defaultOf(member)], ...fieldsOf(member, path)];
  });
  return [...own, ...inner.flatMap((each) => fieldsOf(each as Schema, at))];
}

/** `{ env: NAME }` */
function isSecret({ properties = {} }: Schema): boolean {
  return Object.keys(properties).join(' ') === 'env';
}

/** An element of a login page has the same fields in each step. */
function withOneElement([path, fallback]: Field): Field {
  return [path.replace(/^login\.steps\.(?:fill|select|click|check|press|wait)\./, 'login.steps.element.'), fallback];
}

/** A row under the heading "`rs.token`" that begins with `from` documents `rs.token.from`. */
function documented(): readonly Field[] {
  return tableRows(readPage('docs/descriptor.md').text).map(({ heading, cells: [name = '', fallback = ''] }) => {
    const parent = codes(heading)[0];
    const field = codes(name)[0] ?? name;
    return [parent === undefined ? field : `${parent}.${field}`, fallback.replaceAll('`', '')];
  });
}

test('docs/descriptor.md explains every field of the descriptor, with its default, and no other', () => {
  const schema = z.toJSONSchema(Descriptor, { io: 'input' });
  const fields = new Map(fieldsOf(schema, '').map(withOneElement));
  const explained = new Map(documented());
  expect([...explained.keys()].toSorted()).toEqual([...fields.keys()].toSorted());
  const wrong = [...fields].filter(([path, fallback]) => fallback !== '' && explained.get(path) !== fallback);
  expect(wrong).toEqual([]);
});
