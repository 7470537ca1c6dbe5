import type { TokenRef } from '../plan/values.ts';
import type { OtherKey } from '../proof/draft.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import type { Place, SessionSpec } from '../suite/schema.ts';
import type { ClientDescriptor, ResourceDescriptor } from '../target/descriptor.ts';

type Grant = ClientDescriptor['grants'][number];

/** Key, client and tokens that exchanges work with. Shared by cases until a control fails, then made anew. */
export type Session = {
  readonly id: string;
  readonly key: ProofKey;
  readonly client?: ClientDescriptor;
  readonly grant?: Grant;
  readonly resource?: ResourceDescriptor;
  readonly token: (use: TokenRef) => Promise<string | undefined>;
  readonly otherKey: OtherKey;
};

export type SessionRequest = {
  readonly place: Place;
  readonly spec: SessionSpec;
  /** Client id or resource URL, where not the default one. */
  readonly subject?: string;
};
