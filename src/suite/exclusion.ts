import type { Requirement } from './catalogue.ts';

/** Why a rule has no case of its own, in words for an auditor. */
export const exclusionKinds = {
  permission: 'a permission: no answer of the server breaks it',
  measured: 'measured as a quirk, not judged',
  unobservable: 'cannot be seen on the wire',
  'other-document': 'a rule about something else than proofs and bound tokens',
  'other-setup': 'takes more than a descriptor says',
  product: 'describes how a product behaves and asks for nothing',
  fuzzed: 'looked for by fuzzing, whose findings name it',
  same: 'asked by other rows',
} as const;
export type ExclusionKind = keyof typeof exclusionKinds;

/** Requirements without a case, and why. */
export type Exclusion = {
  readonly requirements: readonly string[];
  /** The rows are those of clients. By default those of servers. */
  readonly role?: 'client';
  readonly kind: ExclusionKind;
  readonly reason: string;
  /** For kind `same`: the requirements that ask for the same, each of which has cases. */
  readonly rows?: readonly string[];
};

export function exclusionOf({ id, role }: Requirement, exclusions: readonly Exclusion[]): Exclusion | undefined {
  const isOfClient = role === 'client';
  return exclusions.find((one) => (one.role === 'client') === isOfClient && one.requirements.includes(id));
}
