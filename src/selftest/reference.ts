import { defined } from '../defined.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import {
  referenceClients,
  referenceSigningJwk,
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
    const target = referenceDescriptor(name, running, claimsOf(options.variant));
    return await runInMemory(context, target, { selection, profiles: profilesOf(madeFor), ...defined({ afterCases }) });
  } finally {
    await running.close();
  }
}

function referenceDescriptor(
  name: string,
  { issuer, resourceBase, replicas }: RunningReference,
  claims: object,
): LoadedDescriptor {
  const body = {
    as: { ...asOf(issuer), ...replicasOf(replicas.as) },
    rs: { ...rsOf(issuer, resourceBase), ...replicasOf(replicas.rs) },
    claims: { replayDetection: true, ...claims },
  };
  const privateJwk = referenceClients.find(({ clientId }) => clientId === 'jwt')?.privateJwk;
  return describeServer(name, body, {
    [secretName]: 'reference-secret',
    [keyName]: JSON.stringify(privateJwk),
    [signingKeyName]: JSON.stringify(referenceSigningJwk),
  });
}

function replicasOf(replicas: readonly string[]): object {
  return replicas.length === 0 ? {} : { replicas };
}

function asOf(issuer: string): object {
  return {
    issuer,
    clients: clients(),
    introspectionClient: 'confidential',
  };
}

function rsOf(issuer: string, base: string): object {
  const expect = { contains: '"resource":' };
  return {
    resource: base,
    mint: { issuer, key: { env: signingKeyName }, audience: base },
    resources: [
      { url: `${base}/resource`, expect, writes: ['PUT', 'PATCH', 'DELETE'] },
      { url: `${base}/resource/other`, expect },
      { url: `${base}/`, expect },
      { url: `${base}/resource/~tilde`, expect },
      { url: `${base}/resource/with%3Acolon`, expect },
      { url: `${base}/resource`, method: 'POST', body: 'a=b', expect },
    ],
  };
}

/** The profiles that a server was made for. */
function profilesOf(variant: string | undefined): readonly Profile[] {
  const wanted = variants.find(({ id }) => id === variant)?.profiles ?? [];
  return profiles.filter(({ id }) => wanted.includes(id));
}

function clients(): readonly object[] {
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
