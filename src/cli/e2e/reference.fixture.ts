import { startReference, type ReferenceOptions, type RunningReference } from '../../../targets/reference/server.ts';
import { targetScript } from './e2e.fixture.ts';

export const referenceSecret = 'reference-secret';
export const secretEnv = { REFERENCE_SECRET: referenceSecret };

const redirectUri = 'http://127.0.0.1:1/cb';
export const clients = {
  confidential: {
    id: 'confidential',
    auth: 'client_secret_basic',
    secret: { env: 'REFERENCE_SECRET' },
    grants: ['client_credentials'],
  },
  public: { id: 'public', auth: 'none', grants: ['authorization_code', 'refresh_token'], redirectUri },
} as const;

/** Describes a running reference server. */
export function describeReference({ issuer, resourceBase }: RunningReference): {
  readonly name: string;
  readonly as: { readonly issuer: string; readonly clients: readonly object[] };
  readonly rs: { readonly resources: readonly object[] };
} {
  return {
    name: 'reference',
    as: { issuer, clients: [clients.confidential] },
    rs: { resources: [{ url: `${resourceBase}/resource` }, { url: `${resourceBase}/resource/other` }] },
  };
}

/** Describes a reference server that Proofmark launches. */
export function describeLaunched(flags: readonly string[] = []): object {
  const running = { issuer: 'http://127.0.0.1:{port.as}', resourceBase: 'http://127.0.0.1:{port.rs}' };
  const script = targetScript('reference/main.ts');
  return {
    ...describeReference({ ...running, replicas: { as: [], rs: [] }, close: async () => {} }),
    launch: {
      command: ['node', script, '--as-port', '{port.as}', '--rs-port', '{port.rs}', ...flags],
      ready: { line: 'ready' },
    },
  };
}

/** Calls `use` with a running reference server, and stops the server afterwards. */
export async function withReference<T>(
  options: ReferenceOptions,
  use: (running: RunningReference) => Promise<T>,
): Promise<T> {
  const running = await startReference(options);
  try {
    return await use(running);
  } finally {
    await running.close();
  }
}
