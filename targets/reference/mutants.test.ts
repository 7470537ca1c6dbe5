import { describe, expect, test } from 'vitest';
import type { Defect } from './defects.ts';
import { mutants, type Mutant } from './mutants.ts';
import { hasDefaultPort, startReference, type ReferenceOptions } from './server.ts';
import { endpointProbes, tokenProbes } from './testing/as-probes.ts';
import { codeProbes } from './testing/code-probes.ts';
import { grantProbes } from './testing/grant-probes.ts';
import { claimProbes, htuProbes } from './testing/claim-probes.ts';
import { joseProbes } from './testing/jose-probes.ts';
import { nodeProbes } from './testing/node-probes.ts';
import { nonceProbes } from './testing/nonce-probes.ts';
import { newKey, type Key, type Probe, type World } from './testing/probe-kit.ts';
import { headerOf, sendProof } from './testing/proof-probe.ts';
import { placeProbes } from './testing/place-probes.ts';
import { registrationProbes } from './testing/registration-probes.ts';
import { robustProbes } from './testing/robust-probes.ts';
import { profileProbes } from './testing/profile-probes.ts';
import { resourceProbes } from './testing/rs-probes.ts';
import { variants } from './variants.ts';

/** A probe for each defect. The type makes sure that none is missing. */
const probes: Readonly<Record<Defect, Probe>> = {
  ...joseProbes,
  ...claimProbes,
  ...htuProbes,
  ...nonceProbes,
  ...tokenProbes,
  ...endpointProbes,
  ...codeProbes,
  ...grantProbes,
  ...placeProbes,
  ...registrationProbes,
  ...resourceProbes,
  ...profileProbes,
  ...robustProbes,
  ...nodeProbes,
};

/** Most servers take ES256. */
const usual = newKey();
const strong = newKey('ES384');
const keyFor = ({ base }: Mutant): Key => (base === 'strong-algorithms' ? strong : usual);

async function probe(mutant: Mutant, options: ReferenceOptions): Promise<string> {
  const { role, defect } = mutant;
  const server = await startReference(options);
  try {
    return await probes[defect]({ server, role, key: keyFor(mutant) });
  } finally {
    await server.close();
  }
}

const testable = (await hasDefaultPort()) ? mutants : mutants.filter(({ base }) => base !== 'default-port');

test('ids are unique, and every base is a variant', () => {
  const ids = [mutants, variants].map((items) => items.map(({ id }) => id));
  expect(ids.map((list) => new Set(list).size)).toEqual(ids.map((list) => list.length));
  const bases = mutants.flatMap(({ base }) => (base === undefined ? [] : [base]));
  expect(bases.filter((base) => !ids[1]?.includes(base))).toEqual([]);
});

describe('the defect shows', () => {
  test.concurrent.each(testable.map((mutant) => [mutant.id, mutant] as const))('%s', async (id, mutant) => {
    const base = mutant.base === undefined ? {} : { variant: mutant.base };
    const sound = await probe(mutant, base);
    expect(await probe(mutant, base)).toBe(sound);
    expect(await probe(mutant, { mutant: id })).not.toBe(sound);
  });
});

/** Mutants that refuse something lawful which every plain request has. */
const refusers = [
  'as-haip-no-es256',
  'as-atproto-no-es256',
  'as-es256-refused',
  'rs-es256-refused',
  'as-iat-fresh-refused',
  'as-secret-post-without-dpop',
  'as-nonce-not-supplied',
  'as-nonce-header-renamed',
  'as-nonce-in-underscore',
  'as-nonce-supplied-is-dead',
  'rs-iat-fresh-refused',
  'rs-bearer-in-place',
  'rs-bearer-only',
  'rs-nonce-not-supplied',
  'rs-nonce-header-renamed',
  'rs-nonce-in-underscore',
  'rs-nonce-supplied-is-dead',
];

describe('a plain request is accepted', () => {
  const others = mutants.filter(({ id }) => !refusers.includes(id));
  test.concurrent.each(others.map((mutant) => [mutant.id, mutant] as const))('%s', async (id, mutant) => {
    const server = await startReference({ mutant: id });
    try {
      expect(await plainStatus({ server, role: mutant.role, key: keyFor(mutant) })).toBe(200);
    } finally {
      await server.close();
    }
  });
});

async function plainStatus(world: World): Promise<number> {
  const first = await sendProof(world);
  const nonce = headerOf(first, 'dpop-nonce');
  return nonce === '' ? first.status : (await sendProof(world, { claims: { nonce } })).status;
}
