import { access, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { defined } from '../../defined.ts';
import { checkDocument } from '../../document/check.ts';
import { parseSource, problemsError } from '../../document/source.ts';
import { HarnessError } from '../../errors.ts';
import { cannotWrite } from '../../output.ts';
import { Descriptor } from '../../target/descriptor.ts';
import { type CliContext, print } from '../context.ts';
import { checkedAuth, withQuestions, type Ask } from './answers.ts';
import { draftDescriptor, proposedAuth, rsVariables, secretVariable, type Draft } from './descriptor.ts';
import { askedProduct, type ProductFlags, withProductOptions } from './product.ts';
import { checkedUrl, survey, type Survey } from '../../app/survey.ts';

type InitFlags = ProductFlags & {
  readonly issuer?: string;
  readonly resource?: string;
  readonly client?: string;
  readonly auth?: string;
  readonly out?: string;
  readonly yes: boolean;
  readonly force: boolean;
};

const examples = `
Examples:
  $ proofmark init https://as.example.com
  $ proofmark init https://as.example.com --product
  $ proofmark init --issuer https://as.example.com --resource https://api.example.com/me --client tester --yes

Asks on the terminal for what the command line does not name. It reads metadata only, and sends nothing that could
change anything.`;

export function initCommand(context: CliContext): Command {
  return withProductOptions(new Command('init'))
    .description('write a descriptor for a target, from its metadata and a few answers')
    .argument('[url]', 'URL of the issuer, or of a resource whose metadata names the issuer')
    .option('--issuer <url>', 'issuer of the authorization server')
    .option('--resource <url>', 'URL of a protected resource')
    .option('--client <id>', 'id of the client to test with')
    .option(
      '--auth <method>',
      'client authentication: client_secret_basic, client_secret_post, private_key_jwt or none',
    )
    .option('--out <file>', 'file to write; default: <host>.yaml')
    .option('--yes', 'ask no questions and take the proposed answers', false)
    .option('--force', 'overwrite a file that exists', false)
    .addHelpText('after', examples)
    .action(async (url: string | undefined, flags: InitFlags) => init(context, url, flags));
}

async function init(context: CliContext, url: string | undefined, flags: InitFlags): Promise<void> {
  if (flags.auth !== undefined) checkedAuth(flags.auth);
  if (flags.out !== undefined) await checkFree(context, flags.out, flags.force);
  await withQuestions(context, flags.yes, async (ask) => {
    const found = await look(ask, url, flags);
    for (const remark of found.remarks) print(context.stderr, `note: ${remark}`);
    const { out, draft } = await drafted(ask, found, flags);
    const file = await write(context, out, draft, flags.force);
    print(context.stdout, nextSteps(file, draft).join('\n'));
  });
}

async function look(ask: Ask, url: string | undefined, flags: InitFlags): Promise<Survey> {
  const known = url ?? flags.issuer ?? flags.resource;
  const asked = known ?? (await ask('Issuer, or URL of a protected resource'));
  const issuer = flags.issuer === undefined ? undefined : checkedUrl(flags.issuer, '--issuer');
  const resource = flags.resource === undefined ? undefined : checkedUrl(flags.resource, '--resource');
  const bare = url !== undefined || known === undefined ? { url: checkedUrl(url ?? asked, 'the URL') } : {};
  return survey({ ...bare, ...defined({ issuer, resource }) });
}

async function drafted(
  ask: Ask,
  found: Survey,
  flags: InitFlags,
): Promise<{ readonly out: string; readonly draft: Draft }> {
  const hasAs = found.issuer !== undefined;
  const resource = found.resource ?? (await ask('URL of a protected resource (empty: none)', ''));
  const client = flags.client ?? (hasAs ? await ask('Client id', 'proofmark') : '');
  const auth = checkedAuth(
    flags.auth ?? (hasAs ? await ask('Client authentication', proposedAuth(found.endpoints)) : 'none'),
  );
  const host = new URL(found.issuer ?? resource).hostname.replaceAll(/[^A-Za-z0-9.-]/g, '');
  const out = flags.out ?? (await ask('File', `${host}.yaml`));
  const product = await askedProduct(ask, flags);
  const complete = resource === '' ? found : { ...found, resource: checkedUrl(resource, 'the resource') };
  return { out, draft: { name: host, survey: complete, client, auth, ...defined({ product }) } };
}

/** Checks the draft before anything is written. A draft that does not load is a fault of Proofmark. */
async function write(context: CliContext, out: string, draft: Draft, force: boolean): Promise<string> {
  await checkFree(context, out, force);
  const path = resolve(context.cwd, out);
  const text = draftDescriptor({ ...draft, ...schemaFrom(path, context.cwd) });
  const source = parseSource(out, text, 'ERR_INTERNAL');
  const { problems } = checkDocument(Descriptor, source);
  if (problems.length > 0) throw problemsError(source, problems, 'ERR_INTERNAL');
  await writeFile(path, text, { flag: force ? 'w' : 'wx' }).catch((error: unknown) => {
    throw cannotWrite(out, error, { code: 'ERR_USAGE', fix: 'name another file with --out' });
  });
  return relative(context.cwd, path);
}

async function checkFree(context: CliContext, out: string, force: boolean): Promise<void> {
  const isThere = await access(resolve(context.cwd, out)).then(
    () => true,
    () => false,
  );
  if (isThere && !force)
    throw new HarnessError(
      'ERR_USAGE',
      `${out} exists already; name another file with --out, or overwrite it with --force`,
    );
}

/** Names the schema only where the file and Proofmark are in the same project, so that the path works for everybody. */
function schemaFrom(path: string, cwd: string): { readonly schema?: string } {
  const schema = fileURLToPath(new URL('../../../targets/descriptor.schema.json', import.meta.url));
  if (!schema.startsWith(cwd + sep) || !path.startsWith(cwd + sep)) return {};
  const reference = relative(dirname(path), schema).split(sep).join('/');
  return { schema: reference.startsWith('.') ? reference : `./${reference}` };
}

function nextSteps(file: string, { survey: found, client, auth }: Draft): readonly string[] {
  const secret = found.issuer === undefined ? undefined : secretVariable(client, auth);
  const variables = found.issuer === undefined ? Object.values(rsVariables) : secret === undefined ? [] : [secret];
  const silent = found.endpoints?.metadata !== undefined && found.endpoints.algs === undefined;
  return [
    `wrote ${file}`,
    ...(silent ? ['note: the metadata does not announce DPoP (dpop_signing_alg_values_supported)'] : []),
    '',
    'Next:',
    ...variables.map((name) => `  export ${name}=…`),
    `  proofmark run ${file}`,
  ];
}
