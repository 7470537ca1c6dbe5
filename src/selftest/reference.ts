import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { referenceClients, startReference, type ReferenceOptions } from '../../targets/reference/server.ts';
import { variants } from '../../targets/reference/variants.ts';
import { describeInLab, type Lab, type LabRun, runInLab } from './lab.ts';
import type { Selection } from '../runner/select.ts';

const secretName = 'REFERENCE_SECRET';
const keyName = 'REFERENCE_CLIENT_KEY';
const redirectUri = 'http://127.0.0.1:1/cb';

/** Starts the reference server (or a mutant, or a variant of it), runs the selection against it, and stops it. */
export async function runReference(
  lab: Lab,
  options: ReferenceOptions,
  claims: object,
  selection: Selection,
): Promise<LabRun> {
  const running = await startReference(options);
  try {
    const name = options.mutant ?? options.variant ?? 'reference';
    return await runInLab(lab, referenceDescriptor(name, running, claims), selection);
  } finally {
    await running.close();
  }
}

function referenceDescriptor(
  name: string,
  { issuer, resourceBase }: { readonly issuer: string; readonly resourceBase: string },
  claims: object,
): LoadedDescriptor {
  const secret = { env: secretName };
  const all = ['client_credentials', 'authorization_code', 'refresh_token'];
  const body = {
    as: {
      issuer,
      clients: [
        { id: 'confidential', auth: 'client_secret_basic', secret, grants: all, redirectUri },
        { id: 'public', auth: 'none', grants: ['authorization_code', 'refresh_token'], redirectUri },
        { id: 'jwt', auth: 'private_key_jwt', key: { env: keyName }, grants: all, redirectUri },
        {
          id: 'bound',
          auth: 'client_secret_post',
          secret,
          grants: ['client_credentials'],
          dpopBoundAccessTokens: true,
        },
      ],
      introspectionClient: 'confidential',
    },
    rs: {
      resource: resourceBase,
      resources: [
        { url: `${resourceBase}/resource` },
        { url: `${resourceBase}/resource/other` },
        { url: `${resourceBase}/` },
        { url: `${resourceBase}/resource/~tilde` },
        { url: `${resourceBase}/resource/with%40at` },
        { url: `${resourceBase}/resource`, method: 'POST', body: 'a=b' },
      ],
    },
    claims: { replayDetection: true, ...claims },
  };
  const privateJwk = referenceClients.find(({ clientId }) => clientId === 'jwt')?.privateJwk;
  return describeInLab(name, body, { [secretName]: 'reference-secret', [keyName]: JSON.stringify(privateJwk) });
}

export function baseOf(variant: string | undefined): ReferenceOptions {
  return variant === undefined ? {} : { variant };
}

/** What the descriptor of a variant claims beyond the usual. */
export function claimsOf(variant: string | undefined): object {
  const found = variants.find(({ id }) => id === variant);
  return {
    ...(found?.policy.replay === 'off' ? { replayDetection: false } : {}),
    ...(found?.policy.rsBearer === false ? { bearer: false } : {}),
  };
}
