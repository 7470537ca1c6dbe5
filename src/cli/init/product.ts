import { Option, type Command } from 'commander';
import { checkDocument } from '../../document/check.ts';
import { parseSource, problemsError } from '../../document/source.ts';
import { ProductDescriptor } from '../../target/descriptor/product.ts';
import type { Ask } from './answers.ts';

export type ProductFlags = {
  readonly product?: true;
  readonly organization?: string;
  readonly project?: string;
  readonly projectUrl?: string;
  readonly release?: string;
  readonly artifact?: string;
  readonly contact?: string;
};

type Field = keyof ProductDescriptor;

const fields = [
  ['organization', 'organization', 'Organization that answers for the product'],
  ['project', 'project', 'Name of the product'],
  ['url', 'projectUrl', 'Page of the product (empty: none)'],
  ['version', 'release', 'Release or commit that is tested, never a branch (empty: none yet)'],
  ['artifact', 'artifact', 'Its digest: sha256:… or an npm integrity string (empty: none yet)'],
  ['contact', 'contact', 'Contact: a mail address or a page (empty: none)'],
] as const satisfies readonly (readonly [Field, keyof ProductFlags, string])[];

const required: readonly Field[] = ['organization', 'project'];

/** The options by which a descriptor gets what a statement is about. */
export function withProductOptions(command: Command): Command {
  return command
    .option('--product', 'ask for the product too, for evidence that others check')
    .option('--organization <name>', 'who answers for the product')
    .option('--project <name>', 'name of the product')
    .option('--project-url <url>', 'page of the product')
    .addOption(new Option('--release <version>', 'release or commit that is tested, never a branch'))
    .option('--artifact <digest>', 'digest of what is tested: sha256:…, or an npm integrity string')
    .option('--contact <address>', 'mail address or page');
}

/**
 * The product, by the flags or by answers; `undefined` where nothing asks for it.
 *
 * @throws HarnessError `ERR_USAGE` naming what is wrong with it
 */
export async function askedProduct(ask: Ask, flags: ProductFlags): Promise<ProductDescriptor | undefined> {
  if (flags.product !== true && fields.every(([, flag]) => flags[flag] === undefined)) return undefined;
  const given: Partial<Record<Field, string>> = {};
  for (const [field, flag, question] of fields) {
    const value = flags[flag] ?? (await ask(question, required.includes(field) ? undefined : ''));
    if (value !== '') given[field] = value;
  }
  const source = parseSource('product', JSON.stringify(given), 'ERR_USAGE');
  const { value, problems } = checkDocument(ProductDescriptor, source);
  if (value === undefined) throw problemsError(source, problems, 'ERR_USAGE');
  return value;
}
