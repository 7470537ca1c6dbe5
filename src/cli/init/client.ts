import { readFileSync } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { cannotWrite, makeFolder } from '../../output.ts';
import { type CliContext, print } from '../context.ts';
import { schemaFrom } from './schema-from.ts';

/** What there is an adapter to begin with for, each with its file, and how it is started. */
export const adapterLanguages = {
  javascript: { file: 'adapter.mjs', template: 'javascript.mjs.txt', start: 'command: [node, adapter.mjs]' },
  python: { file: 'adapter.py', template: 'python.py.txt', start: 'command: [python3, adapter.py]' },
  go: { file: 'adapter.go', template: 'go.go.txt', start: 'command: [go, run, adapter.go]' },
  shell: {
    file: 'adapter.sh',
    template: 'shell.sh.txt',
    start: 'command: [sh, adapter.sh]\ndress: environment   # one process for each task',
  },
  page: {
    file: 'adapter.js',
    template: 'page.js.txt',
    start: `dress: page
page: adapter.js
# Where it imports a library, instead of page:
# command: [npx, esbuild, adapter.js, --bundle, --format=esm]   # prints the module`,
  },
} as const;

export type AdapterLanguage = keyof typeof adapterLanguages;

type Wanted = { readonly language: AdapterLanguage; readonly out: string; readonly force: boolean };

/**
 * Writes the descriptor of a client under test, and an adapter to fill in, into a folder.
 *
 * @throws HarnessError `ERR_USAGE` where a file is there already, or cannot be written
 */
export async function initClient(context: CliContext, { language, out, force }: Wanted): Promise<void> {
  const { file, template, start } = adapterLanguages[language];
  const folder = resolve(context.cwd, out);
  makeFolder(folder);
  const adapter = readFileSync(new URL(`adapters/${template}`, import.meta.url), 'utf8');
  await write(context, { path: join(folder, file), text: adapter, force });
  const auth = language === 'page' ? 'none' : 'client_secret_basic';
  const descriptor = await write(context, {
    path: join(folder, 'client.yaml'),
    text: schemaLine(join(folder, 'client.yaml'), context.cwd) + descriptorText(start, auth),
    force,
  });
  const next = ['', 'Next:', `  fill in the places marked TODO in ${relative(context.cwd, join(folder, file))}`];
  const commands = [`  proofmark smoke ${descriptor}`, `  proofmark run ${descriptor}`];
  print(context.stdout, [...next, ...commands].join('\n'));
}

function schemaLine(path: string, cwd: string): string {
  const schema = schemaFrom('client.schema.json', path, cwd);
  return schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
}

function descriptorText(start: string, auth: string): string {
  return `# A client under test: docs/clients.md has every member.
name: my-client
role: client
${start}
client:
  auth: ${auth}   # client_secret_basic, client_secret_post, private_key_jwt or none
scope: read
`;
}

async function write(
  { cwd, stdout }: CliContext,
  { path, text, force }: { readonly path: string; readonly text: string; readonly force: boolean },
): Promise<string> {
  const shown = relative(cwd, path);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere && !force)
    throw new HarnessError('ERR_USAGE', `${shown} is there already; give --force, or another folder with --out`);
  await writeFile(path, text).catch((error: unknown) => {
    throw cannotWrite(shown, error, { code: 'ERR_USAGE', fix: 'name another folder with --out' });
  });
  print(stdout, `wrote ${shown}`);
  return shown;
}
