import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { judgeAgain } from '../../bundle/again/judge-again.ts';
import { windowTroubles } from '../../bundle/again/windows.ts';
import { isSignedBy, type Key } from '../../bundle/dsse.ts';
import { paths } from '../../bundle/layout.ts';
import { lockDifference } from '../../bundle/lock.ts';
import type { VerifyPolicy } from '../../bundle/policy.ts';
import { clockOffset, timeTroubles } from '../../bundle/times.ts';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import { unmetTroubles } from '../../bundle/unmet.ts';
import { type Unpacked, unpackBundle } from '../../bundle/unpacked.ts';
import { HarnessError } from '../../errors.ts';
import type { Product } from '../../record/described.ts';
import { type LevelStanding, levelsOf } from '../../verdict/levels/levels.ts';
import { keepHeapSmall, keepNewSpaceSmall } from '../heap.ts';
import type { Host } from '../host.ts';
import { lockOf } from '../recording/suite-lock.ts';
import { pinnedKey, readPolicy } from './demands.ts';
import { derivedTroubles } from './derived-troubles.ts';
import { readParts } from './parts-of.ts';
import type { Together } from './read-records.ts';
import { ownRules, type Rules, ruleTroubles } from './rules.ts';
import { selectionTroubles } from './selection.ts';

export type VerifyRequest = {
  /** The path of the bundle. */
  readonly bundle: string;
  /** The file of the JWK whose signature is demanded. */
  readonly key?: string | undefined;
  /** The file that says what is demanded. */
  readonly policy?: string | undefined;
};

const verifyCodes = { verified: 0, unmet: 1, usage: 2, unknown: 3, tampered: 4 } as const;

export type Signature = { readonly state: 'none' | 'unchecked' | 'good' | 'bad'; readonly keyid?: string };

export type Verified = {
  readonly exitCode: number;
  readonly troubles: readonly Trouble[];
  readonly signature: Signature;
  /** Absent where the bundle could not be read so far. */
  readonly product?: Product;
  readonly levels: readonly LevelStanding[];
  /** SHA-256 of its list of files, hex: it stands for the whole bundle. */
  readonly digest?: string;
  /** How many requests were judged again, and how many could not be. */
  readonly again?: { readonly judged: number; readonly veiled: number };
};

/**
 * Checks a bundle without believing it. Sends nothing, and needs no secret.
 *
 * @throws HarnessError `ERR_USAGE` where bundle, key or policy cannot be read
 */
export async function verifyBundle({ cwd }: Pick<Host, 'cwd'>, request: VerifyRequest): Promise<Verified> {
  keepHeapSmall();
  keepNewSpaceSmall();
  const key = request.key === undefined ? undefined : await pinnedKey(cwd, request.key);
  const policy = await readPolicy(cwd, request.policy);
  const zip = await readFile(resolve(cwd, request.bundle)).catch((cause: unknown) => {
    const shown = relative(cwd, resolve(cwd, request.bundle));
    throw new HarnessError('ERR_USAGE', `${shown}: the bundle cannot be read`, { cause });
  });
  const unpacked = unpackBundle(zip);
  if (!('files' in unpacked)) return verdictOf({ troubles: unpacked, signature: { state: 'none' }, levels: [] });
  const signature = signatureOf(unpacked, key);
  const signed = signatureTroubles(signature, key, policy);
  const read = await readParts(unpacked);
  if (!('record' in read))
    return verdictOf({ troubles: [...signed, ...read], signature, levels: [], digest: unpacked.digest });
  const checked = await checkRecords(read, unpacked, policy);
  return verdictOf({ ...checked, troubles: [...signed, ...checked.troubles], signature, digest: unpacked.digest });
}

function verdictOf(found: Omit<Verified, 'exitCode'>): Verified {
  const has = (kind: Trouble['kind']): boolean => found.troubles.some((one) => one.kind === kind);
  if (has('tampered')) return { exitCode: verifyCodes.tampered, ...found };
  if (has('unknown')) return { exitCode: verifyCodes.unknown, ...found };
  return { exitCode: has('unmet') ? verifyCodes.unmet : verifyCodes.verified, ...found };
}

function signatureOf({ envelope }: Unpacked, key: Key | undefined): Signature {
  const keyid = envelope?.signatures[0]?.keyid;
  if (envelope === undefined || keyid === undefined) return { state: 'none' };
  if (key === undefined) return { state: 'unchecked', keyid };
  return { state: keyid === key.id && isSignedBy(envelope, key) ? 'good' : 'bad', keyid };
}

function signatureTroubles({ state }: Signature, key: Key | undefined, policy: VerifyPolicy): readonly Trouble[] {
  const where = paths.attestation;
  if (state === 'bad') return [trouble(4, 'tampered', where, `is not signed by the key ${key?.id ?? ''}`)];
  if (state === 'none' && key !== undefined)
    return [trouble(4, 'tampered', where, 'is missing, and a signature is demanded (--key)')];
  if (state === 'none')
    return [trouble(4, policy.signed ? 'unmet' : 'loud', where, 'NOT SIGNED: nothing shows who made this bundle')];
  if (state === 'unchecked')
    return [
      trouble(
        4,
        policy.signed ? 'unmet' : 'loud',
        where,
        'the signature was NOT CHECKED: give the public key with --key',
      ),
    ];
  return [];
}

type Checked = Pick<Verified, 'troubles' | 'levels' | 'again'> & { readonly product?: Product };

/** Checks 5 to 12. */
async function checkRecords(all: Together, unpacked: Unpacked, policy: VerifyPolicy): Promise<Checked> {
  const { record } = all;
  const product = record.started.targets[0]?.product;
  if (product === undefined)
    return { troubles: [trouble(3, 'tampered', 'run-started', 'it names no product')], levels: [] };
  const rules = rulesOf(all, unpacked);
  if (!('suites' in rules)) return { troubles: rules, levels: [], product };
  const parts = all.records.map(({ part }) => part.record);
  const again = parts.map((part) => judgeAgain(part, (role) => clockOffset(part, role)));
  const levels = levelsOf(record);
  return {
    product,
    levels,
    again: {
      judged: again.reduce((sum, { judged }) => sum + judged, 0),
      veiled: again.reduce((sum, { veiled }) => sum + veiled, 0),
    },
    troubles: [
      ...ruleTroubles(record, rules),
      ...again.flatMap(({ troubles }) => troubles),
      ...parts.flatMap(windowTroubles),
      ...(await selectionTroubles(record, rules)),
      ...timeTroubles(record, Date.now()),
      ...derivedTroubles(all, product, unpacked),
      ...unmetTroubles(record, { product, levels, policy, now: Date.now() }),
    ],
  };
}

/** Check 5. */
function rulesOf(all: Together, { manifest }: Unpacked): Rules | readonly Trouble[] {
  const locks = all.records.map(({ path, part }) => ({ path, lock: part.record.lock, started: part.record.started }));
  for (const { path, lock, started } of locks) {
    if (lock === undefined) return [trouble(5, 'unknown', path, 'has no suite lock: the run did not come to its end')];
    if (lock.proofmark !== started.proofmark)
      return [
        trouble(
          5,
          'tampered',
          path,
          `was begun by Proofmark ${started.proofmark}, and its lock is of ${lock.proofmark}`,
        ),
      ];
    const ours = knownRules(started.profiles);
    if (ours === undefined)
      return [trouble(5, 'unknown', path, `a profile of it is none of this build: ${started.profiles.join(', ')}`)];
    const own = lockOf(ours.suites, ours.catalogue, ours.profiles);
    const difference = lockDifference(lock, own);
    if (difference !== undefined) return [trouble(5, 'unknown', `${path}: suite-lock`, difference)];
    if (manifest.tool !== `proofmark ${own.proofmark}`)
      return [trouble(5, 'unknown', paths.manifest, `it was packed by ${manifest.tool}: verify it with that version`)];
  }
  return ownRules(all.record.started.profiles);
}

function knownRules(profiles: readonly string[]): Rules | undefined {
  try {
    return ownRules(profiles);
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}
