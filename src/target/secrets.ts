import { createPrivateKey } from 'node:crypto';
import * as z from 'zod';
import type { Path, Problem } from '../document/source.ts';
import { strings } from './placeholders.ts';

type SecretRef = { readonly path: Path; readonly name: string };

/**
 * The values of all `{ env: NAME }` in a document. A variable that `launch.env` sets counts as set: the server that
 * Proofmark starts knows that value, so requests have to carry it.
 */
export function readSecrets(
  value: unknown,
  env: NodeJS.ProcessEnv,
): { readonly secrets: ReadonlyMap<string, string>; readonly problems: readonly Problem[] } {
  const launched = launchVariables(value);
  const secrets = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path, name } of secretRefs(value)) {
    const found = launched.get(name) ?? env[name];
    if (found === undefined || found === '') {
      const state = found === undefined ? 'is not set' : 'is empty';
      problems.push({
        path: [...path, 'env'],
        message: `environment variable ${name} ${state}; export ${name}=… first`,
      });
    } else {
      secrets.set(name, found);
    }
  }
  return { secrets, problems };
}

/** Whether the value at a path is, or could be, a secret, so that no message may repeat it. */
export function mayHoldSecret(path: Path): boolean {
  const last = String(path.at(-1));
  return (
    last === 'value' ||
    secretKeys.test(last) ||
    path.some((step) => ['fields', 'parameters', 'headers', 'env'].includes(String(step)))
  );
}

/** Secrets that are written into the file itself. The messages do not repeat them. */
export function literalSecretProblems(value: unknown): Problem[] {
  return [
    ...strings(value).flatMap(({ path, text }) => literalSecret(path, text)),
    ...privateJwks(value, []),
    ...filledSecrets(value),
  ];
}

/** What is wrong with the private key that an environment variable holds. The message does not repeat the key. */
export function privateJwkProblem(text: string): string | undefined {
  const jwk = parsedObject(text);
  if (jwk === undefined) return 'does not hold a JSON Web Key: it is not a JSON object';
  if (jwk['kty'] === 'oct') return 'holds a symmetric key (kty oct); a private EC, RSA or OKP JWK is needed';
  if (typeof jwk['d'] !== 'string') return 'holds a public JWK (no member "d"); the private one is needed';
  try {
    createPrivateKey({ key: jwk, format: 'jwk' });
    return undefined;
  } catch {
    return 'holds no usable private JWK: its members do not make a key';
  }
}

const secretKeys = /^(secret|key|token|siblingToken|unboundToken|.*(passw|secret|passphrase).*|pin|otp|pwd)$/i;
const secretParameters =
  /^(client_secret|client_assertion|password|assertion|refresh_token|code|subject_token|actor_token)$/;
const secretHeaders = /(key|token|secret|auth(?!or)|passw|cookie|credential|session)/i;

function literalSecret(path: Path, text: string): Problem[] {
  const last = String(path.at(-1));
  const inFields = path.at(-2) === 'fields' && secretKeys.test(last);
  if (path.at(-2) === 'headers' && secretHeaders.test(last))
    return [{ path, message: `holds what looks like a secret; ${remedy}` }];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return [{ path, message: `holds a private key; ${remedy}` }];
  if (/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/.test(text)) return [{ path, message: `holds a token; ${remedy}` }];
  if (inFields) return [{ path, message: `holds a password; ${remedy}` }];
  if (path.at(-2) === 'parameters' && secretParameters.test(last)) {
    return [
      { path, message: 'is a secret; secrets never stand in this file: use auth with secret or key: { env: NAME }' },
    ];
  }
  if (/^https?:\/\/[^/?#\s]*:[^/?#\s]*@/.test(text))
    return [{ path, message: 'holds a user name and password; take them out of the URL' }];
  return [];
}

const Steps = z
  .object({
    login: z.object({ steps: z.array(z.object({ fill: z.record(z.string(), z.unknown()) }).catch({ fill: {} })) }),
  })
  .catch({ login: { steps: [] } });

/** Passwords written into login steps; the field that such a step fills in shows what its value is. */
function filledSecrets(value: unknown): Problem[] {
  return Steps.parse(value).login.steps.flatMap(({ fill: { value: filled, ...element } }, index) => {
    const words = Object.values(element).filter((text) => typeof text === 'string');
    if (typeof filled !== 'string' || !words.some((text) => /passw|secret|passphrase|\b(pin|otp|pwd)\b/i.test(text)))
      return [];
    return [{ path: ['login', 'steps', index, 'fill', 'value'], message: `holds a password; ${remedy}` }];
  });
}

const remedy = 'secrets never stand in this file: write { env: NAME } where one is taken';

function privateJwks(value: unknown, path: Path): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('kty' in value && 'd' in value) return [{ path, message: `holds a private JWK; ${remedy}` }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => privateJwks(member, [...path, key]));
}

/** Skips the `claims` of minted tokens, which are free JSON, and `launch.env`, which may hold a variable called `env`. */
function secretRefs(value: unknown, path: Path = []): SecretRef[] {
  if (typeof value !== 'object' || value === null || path.at(-1) === 'claims') return [];
  const reference = SecretReference.safeParse(value);
  if (reference.success && !isLaunchEnv(path)) return [{ path, name: reference.data.env }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => secretRefs(member, [...path, key]));
}

const SecretReference = z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) });

function isLaunchEnv(path: Path): boolean {
  return path[0] === 'launch' && path.at(-1) === 'env' && path.length <= 3;
}

const Launches = z
  .object({ launch: z.union([z.array(z.unknown()), z.unknown().transform((value) => [value])]) })
  .catch({ launch: [] });
const LaunchEnv = z.object({ env: z.record(z.string(), z.unknown()) });

function launchVariables(value: unknown): ReadonlyMap<string, string> {
  const pairs = Launches.parse(value).launch.flatMap((launch) => {
    const parsed = LaunchEnv.safeParse(launch);
    return parsed.success ? Object.entries(parsed.data.env) : [];
  });
  return new Map(pairs.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : [])));
}

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
