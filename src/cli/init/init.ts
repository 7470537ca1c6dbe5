import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import { defined } from '../../defined.ts';
import { checkDocument } from '../../document/check.ts';
import { parseSource, problemsError } from '../../document/source.ts';
import { HarnessError } from '../../errors.ts';
import { cannotWrite } from '../../output.ts';
import { Descriptor } from '../../target/descriptor.ts';
import { type CliContext, print } from '../context.ts';
import { checkedAuth, withQuestions, type Ask } from './answers.ts';
import { draftDescriptor, proposedAuth, rsVariables, secretVariable, type Draft } from './descriptor.ts';
import { type AdapterLanguage, adapterLanguages, initClient } from './client.ts';
import { askedProduct, type ProductFlags, withProductOptions } from './product.ts';
import { schemaFrom } from './schema-from.ts';
import { checkedUrl, survey, type Survey } from '../../app/survey.ts';

type InitFlags = ProductFlags & {
  readonly issuer?: string;
  readonly resource?: string;
  readonly client?: string;
  readonly auth?: string;
  readonly ca?: string;
  readonly out?: string;
  readonly adapter?: AdapterLanguage;
  readonly yes: boolean;
  readonly force: boolean;
};

const examples = `
Examples:
  $ proofmark init https://as.example.com
  $ proofmark init https://as.example.com --product
  $ proofmark init --adapter python --out my-client
  $ proofmark init --issuer https://as.example.com --resource https://api.example.com/me --client tester --yes

Asks on the terminal for what the command line does not name. It reads metadata only. Where the secrets are set already, it
ends with proofmark doctor, which asks for tokens.`;

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
    .option('--ca <file>', 'certificate of a CA of your own, PEM; the descriptor will name it')
    .addOption(
      new Option(
        '--adapter <language>',
        'of a client under test: write its descriptor and an adapter to fill in',
      ).choices(Object.keys(adapterLanguages)),
    )
    .option('--out <file>', 'file to write; default: <host>.yaml; with --adapter a folder, default: .')
    .option('--yes', 'ask no questions and take the proposed answers', false)
    .option('--force', 'overwrite a file that exists', false)
    .addHelpText('after', examples)
    .action(async (url: string | undefined, flags: InitFlags) => init(context, url, flags));
}

async function init(context: CliContext, url: string | undefined, flags: InitFlags): Promise<void> {
  if (flags.adapter !== undefined) {
    await initClient(context, { language: flags.adapter, out: flags.out ?? '.', force: flags.force });
    return;
  }
  if (flags.auth !== undefined) checkedAuth(flags.auth);
  if (flags.out !== undefined) await checkFree(context, flags.out, flags.force);
  await withQuestions(context, flags.yes, async (ask) => {
    const ca = flags.ca === undefined ? undefined : await readCa(resolve(context.cwd, flags.ca), flags.ca);
    const found = await look(ask, url, { ...flags, ...defined({ ca }) });
    for (const remark of found.remarks) print(context.stderr, `note: ${remark}`);
    const { out, draft } = await drafted(ask, found, flags);
    const caFile = flags.ca === undefined ? undefined : fromFolderOf(context, out, flags.ca);
    const file = await write(context, out, { ...draft, ...defined({ ca: caFile }) }, flags.force);
    print(context.stdout, nextSteps(file, draft).join('\n'));
    await lookAtOnce(context, file, draft);
  });
}

async function readCa(path: string, shown: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new HarnessError('ERR_USAGE', `--ca: ${shown} cannot be read; name a PEM file`);
  });
}

/** The path of a file as the descriptor has to name it. */
function fromFolderOf({ cwd }: CliContext, descriptor: string, file: string): string {
  return relative(dirname(resolve(cwd, descriptor)), resolve(cwd, file))
    .split(sep)
    .join('/');
}

/** Where all secrets are set, the first look follows at once, so that the first run is judged and not blocked. */
async function lookAtOnce(context: CliContext, file: string, draft: Draft): Promise<void> {
  const isSet = (name: string): boolean => (context.env[name] ?? '') !== '';
  const variables = variablesOf(draft);
  if (variables.length === 0 || !variables.every(isSet)) return;
  const { showDoctor } = await import('../doctor/doctor.ts');
  await showDoctor(context, [file]);
}

async function look(ask: Ask, url: string | undefined, flags: InitFlags): Promise<Survey> {
  const known = url ?? flags.issuer ?? flags.resource;
  const asked = known ?? (await ask('Issuer, or URL of a protected resource'));
  const issuer = flags.issuer === undefined ? undefined : checkedUrl(flags.issuer, '--issuer');
  const resource = flags.resource === undefined ? undefined : checkedUrl(flags.resource, '--resource');
  const bare = url !== undefined || known === undefined ? { url: checkedUrl(url ?? asked, 'the URL') } : {};
  return survey({ ...bare, ...defined({ issuer, resource, ca: flags.ca }) });
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
  const host = new URL(found.issuer ?? resource).host.replaceAll(/[^A-Za-z0-9.:-]/g, '');
  const out = flags.out ?? (await ask('File', `${host.replaceAll(/:+/g, '-')}.yaml`));
  const product = await askedProduct(ask, flags);
  const complete = resource === '' ? found : { ...found, resource: checkedUrl(resource, 'the resource') };
  return { out, draft: { name: host, survey: complete, client, auth, ...defined({ product }) } };
}

/** Checks the draft before anything is written. A draft that does not load is a fault of Proofmark. */
async function write(context: CliContext, out: string, draft: Draft, force: boolean): Promise<string> {
  await checkFree(context, out, force);
  const path = resolve(context.cwd, out);
  const text = draftDescriptor({
    ...draft,
    ...defined({ schema: schemaFrom('descriptor.schema.json', path, context.cwd) }),
  });
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

/** The environment variables that the descriptor needs. */
function variablesOf({ survey: found, client, auth }: Draft): readonly string[] {
  if (found.issuer === undefined) return Object.values(rsVariables);
  return [secretVariable(client, auth)].flatMap((name) => name ?? []);
}

function nextSteps(file: string, draft: Draft): readonly string[] {
  const { endpoints } = draft.survey;
  const silent = endpoints?.metadata !== undefined && endpoints.algs === undefined;
  return [
    `wrote ${file}`,
    ...(silent ? ['note: the metadata does not announce DPoP (dpop_signing_alg_values_supported)'] : []),
    '',
    'Next:',
    ...variablesOf(draft).map((name) => `  export ${name}=…`),
    `  proofmark doctor ${file}`,
    `  proofmark run ${file}`,
  ];
}
