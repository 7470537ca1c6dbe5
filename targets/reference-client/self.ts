import { defectRows, type Defect, type Defects } from './defects.ts';
import { usualPolicy, type Policy } from './policy.ts';
import type { AlgorithmName } from './proof/algorithms.ts';
import type { Key } from './proof/keys.ts';
import { variants } from './variants.ts';

/** What one process is: its manner, its defects, and what its sessions share. */
export interface Self {
  readonly policy: Policy;
  readonly has: Defects;
  readonly does: readonly string[];
  readonly shared: Shared;
}

/** Of a sound client, the sessions share nothing but, by one policy, their key. */
interface Shared {
  readonly keys: Map<AlgorithmName, Key>;
  retrying: number;
  underWay: number;
  firstToken?: string;
}

export interface SelfOptions {
  readonly mutants?: readonly string[];
  readonly variant?: string;
}

export const everything: readonly string[] = [
  'token.client_credentials',
  'token.authorization_code',
  'token.refresh',
  'token.exchange',
  'token.device_code',
  'par',
  'dpop_jkt',
  'call',
  'call.post',
  'call.stream',
  'nonce.as',
  'nonce.rs',
  'restart',
  'parallel',
  'https',
  'http-loopback',
  'redirects',
];

/** @throws {Error} if there is no such mutant or variant. */
export function createSelf({ mutants = [], variant }: SelfOptions = {}): Self {
  const rows = mutants.map((id) => found(defectRows, id, 'mutant'));
  const base = variant ?? rows.find((row) => row.base !== undefined)?.base;
  const manner = base === undefined ? undefined : found(variants, base, 'variant');
  const planted = new Set<Defect>(rows.map(({ id }) => id));
  const lacks = manner?.lacks ?? [];
  return {
    policy: { ...usualPolicy, ...manner?.policy },
    has: (defect) => planted.has(defect),
    does: everything.filter((word) => !lacks.includes(word)),
    shared: { keys: new Map(), retrying: 0, underWay: 0 },
  };
}

function found<Row extends { readonly id: string }>(rows: readonly Row[], id: string, kind: string): Row {
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`there is no ${kind} ${id}; --list prints all`);
  return row;
}
