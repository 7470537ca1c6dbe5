import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { mutants } from './mutants.ts';
import type { SelfOptions } from './self.ts';
import { driven } from './testing/driven.fixture.ts';
import { scenes, type Scene } from './testing/scenes.fixture.ts';
import { startScripted } from './testing/scripted-servers.fixture.ts';
import { traceOf } from './testing/trace.fixture.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = privateKey.export({ format: 'jwk' });
const confidential = { id: 'c', auth: 'client_secret_basic', secret: 'x' };

/** All that a client does in a scene, and what it says. */
async function played(
  { client = confidential, scope, script, play }: Scene,
  options: SelfOptions,
): Promise<readonly string[]> {
  const servers = await startScripted(script);
  const one = driven(options);
  try {
    const { as, rs } = servers.origins;
    const known = { ...client, ...('key' in client ? { key } : {}) };
    const settings = { issuer: as, resource: rs, client: known, redirect_uri: 'http://127.0.0.1:1/cb', scope };
    await one.ask({ cmd: 'start', session: 's', ...settings });
    const replies = await play(one, servers.origins);
    return [...traceOf(servers.seen, servers.origins), ...replies.map((reply) => JSON.stringify(wordsOf(reply)))];
  } finally {
    await one.stop();
    await servers.close();
  }
}

/** What it says, without what is of chance. */
function wordsOf({ state: _state, error, ...reply }: Readonly<Record<string, unknown>>): unknown {
  return { ...reply, error: (error as { readonly code?: unknown } | undefined)?.code };
}

/**
 * Servers with certificates show these, and one that takes a method in lower case, as Node's does not. A verifier is of chance, and
 * so a trace has its name only.
 */
const unseen: readonly string[] = [
  'certificate-unchecked',
  'certificate-name-unchecked',
  'htm-upper-case',
  'verifier-short',
];

const sound = new Map<string, readonly string[]>();

async function soundly(at: number, variant: string): Promise<readonly string[]> {
  const key = `${variant} ${at}`;
  const known = sound.get(key) ?? (await played(sceneAt(at), { variant }));
  sound.set(key, known);
  return known;
}

function sceneAt(at: number): Scene {
  const scene = scenes[at];
  if (scene === undefined) throw new Error(`there is no scene ${at}`);
  return scene;
}

/** The first scene in which a client with the defect does something else. */
async function shownIn(id: string, variant: string): Promise<number | undefined> {
  for (const at of scenes.keys()) {
    const found = await played(sceneAt(at), { variant, mutants: [id] });
    if (found.join('\n') !== (await soundly(at, variant)).join('\n')) return at;
  }
  return undefined;
}

describe('the defect shows', () => {
  const seen = mutants.filter(({ id }) => !unseen.includes(id));
  test.each(seen.map(({ id, base }) => [id, base ?? 'usual'] as const))('%s', async (id, base) => {
    expect(await shownIn(id, base)).toBeTypeOf('number');
  });
});

test.each([...scenes.keys()])('in scene %i, the sound client does the same thing twice', async (at) => {
  expect(await played(sceneAt(at), {})).toEqual(await soundly(at, 'usual'));
});
