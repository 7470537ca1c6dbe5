import { defined } from '../defined.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import {
  referenceClients,
  referenceSigningJwk,
  apiKey,
  initialAccessToken,
  subjectToken,
  startReference,
  type RunningReference,
  type ReferenceOptions,
} from '../../targets/reference/server.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import { variants } from '../../targets/reference/variants.ts';
import type { Profile } from '../suite/profile.ts';
import { profiles } from '../../suites/catalogue/profiles.ts';
import { describeServer, runInMemory, type SelftestContext, type SelftestRun } from './context.ts';
import type { RunOptions } from '../runner/run.ts';
import type { Selection } from '../runner/select.ts';

const secretName = 'REFERENCE_SECRET';
const keyName = 'REFERENCE_CLIENT_KEY';
const subjectTokenName = 'REFERENCE_SUBJECT_TOKEN';
const initialTokenName = 'REFERENCE_INITIAL_TOKEN';
const apiKeyName = 'REFERENCE_API_KEY';
const signingKeyName = 'REFERENCE_SIGNING_KEY';
const redirectUri = 'http://127.0.0.1:1/cb';

/** Starts the reference server (or a mutant, or a variant of it), runs the selection against it, and stops it. */
export async function runReference(
  context: SelftestContext,
  options: ReferenceOptions,
  selection: Selection,
  afterCases?: RunOptions['afterCases'],
): Promise<SelftestRun> {
  const running = await startReference(options);
  try {
    const name = options.mutant ?? options.variant ?? 'reference';
    const madeFor = mutants.find(({ id }) => id === options.mutant)?.base ?? options.variant;
    const target = referenceDescriptor(name, running, options.variant);
    return await runInMemory(context, target, { selection, profiles: profilesOf(madeFor), ...defined({ afterCases }) });
  } finally {
    await running.close();
  }
}

function referenceDescriptor(
  name: string,
  { issuer, resourceBase, replicas }: RunningReference,
  variant: string | undefined,
): LoadedDescriptor {
  const policy = variants.find(({ id }) => id === variant)?.policy ?? {};
  const body = {
    as: { ...asOf(issuer, policy), ...replicasOf(replicas.as) },
    rs: { ...rsOf(issuer, resourceBase, policy), ...replicasOf(replicas.rs) },
    claims: { replayDetection: true, ...claimsOf(variant) },
  };
  const privateJwk = referenceClients.find(({ clientId }) => clientId === 'jwt')?.privateJwk;
  return describeServer(name, body, {
    [secretName]: 'reference-secret',
    [subjectTokenName]: subjectToken,
    [initialTokenName]: initialAccessToken,
    [apiKeyName]: apiKey,
    [keyName]: JSON.stringify(privateJwk),
    [signingKeyName]: JSON.stringify(referenceSigningJwk),
  });
}

function replicasOf(replicas: readonly string[]): object {
  return replicas.length === 0 ? {} : { replicas };
}

type VariantPolicy = (typeof variants)[number]['policy'];

function asOf(issuer: string, { tokenExchange = false, registration = 'none' }: VariantPolicy): object {
  const plain = { issuer, clients: clients(), introspectionClient: 'confidential', ...registrationOf(registration) };
  return tokenExchange ? { issuer, clients: exchangers(), introspectionClient: 'introspector' } : plain;
}

function registrationOf(policy: NonNullable<VariantPolicy['registration']>): object {
  if (policy === 'none') return {};
  const token = policy === 'by-token' ? { initialAccessToken: { env: initialTokenName } } : {};
  return { registration: { allowed: true, ...token } };
}

/** The same clients, which exchange tokens where they would use their credentials, and one that only introspects. */
function exchangers(): readonly object[] {
  const type = 'urn:ietf:params:oauth:token-type:access_token';
  const parameters = { subject_token: { env: subjectTokenName }, subject_token_type: type };
  const extension = { type: 'urn:ietf:params:oauth:grant-type:token-exchange', parameters };
  const able = clients().map((client) => {
    const grants = client.grants.map((grant) => (grant === 'client_credentials' ? 'extension' : grant));
    return { ...client, grants, ...(grants.includes('extension') ? { extension } : {}) };
  });
  const introspector = { id: 'introspector', auth: 'client_secret_basic', secret: { env: secretName }, grants: [] };
  return [...able, introspector];
}

function rsOf(issuer: string, base: string, policy: VariantPolicy): object {
  const { rsApiKey = false, rsContent = 'found', rsPost = 'among-others' } = policy;
  const expect = rsContent === 'found' ? { contains: '"resource":' } : { status: 422, contains: '"path":' };
  const given = { expect, headers: rsApiKey ? { 'X-Api-Key': { env: apiKeyName } } : {} };
  return {
    resource: base,
    mint: { issuer, key: { env: signingKeyName }, audience: base },
    resources:
      rsPost === 'among-others' ? resourcesOf(base, given) : [{ url: `${base}/resource`, ...byPost, ...given }],
  };
}

const byPost = { method: 'POST', body: 'a=b' };

function resourcesOf(base: string, given: object): readonly object[] {
  return [
    { url: `${base}/resource`, ...given, writes: ['PUT', 'PATCH', 'DELETE'] },
    { url: `${base}/resource/other`, ...given },
    { url: `${base}/`, ...given },
    { url: `${base}/resource/~tilde`, ...given },
    { url: `${base}/resource/with%3Acolon`, ...given },
    { url: `${base}/resource`, ...byPost, ...given },
  ];
}

/** The profiles that a server was made for. */
function profilesOf(variant: string | undefined): readonly Profile[] {
  const wanted = variants.find(({ id }) => id === variant)?.profiles ?? [];
  return profiles.filter(({ id }) => wanted.includes(id));
}

function clients(): readonly (Readonly<Record<string, unknown>> & { readonly grants: readonly string[] })[] {
  const secret = { env: secretName };
  const code = ['authorization_code', 'refresh_token'];
  const all = ['client_credentials', ...code];
  return [
    { id: 'confidential', auth: 'client_secret_basic', secret, grants: all, redirectUri },
    {
      id: 'public',
      auth: 'none',
      grants: code,
      redirectUri,
      scope: 'openid read',
    },
    { id: 'post', auth: 'client_secret_post', secret, grants: ['client_credentials'] },
    { id: 'jwt', auth: 'private_key_jwt', key: { env: keyName }, grants: all, redirectUri },
    {
      id: 'bound',
      auth: 'client_secret_post',
      secret,
      grants: all,
      redirectUri,
      dpopBoundAccessTokens: true,
    },
  ];
}

export type ServerName = { readonly mutant: string } | { readonly variant?: string | undefined };

/** The options that start this mutant, on its base, or this variant. */
export function optionsOf(server: ServerName): ReferenceOptions {
  if (!('mutant' in server)) return defined({ variant: server.variant });
  const base = mutants.find(({ id }) => id === server.mutant)?.base;
  return defined({ variant: base, mutant: server.mutant });
}

/** What the descriptor of a variant claims beyond the usual. */
function claimsOf(variant: string | undefined): object {
  const found = variants.find(({ id }) => id === variant);
  return {
    ...(found?.policy.replay === 'off' || found?.policy.replicas === 'remembering-apart'
      ? { replayDetection: false }
      : {}),
    ...defined({ nonceLifetimeSeconds: found?.policy.nonceLifetime }),
    ...(found?.policy.rsBearer === false ? { bearer: false } : {}),
  };
}
