import type { TokenRef } from '../plan/token-ref.ts';
import type { OtherKey } from '../proof/draft.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import type { Place, SessionSpec } from '../suite/schema.ts';
import type { ClientDescriptor } from '../target/descriptor/client.ts';
import type { ResourceDescriptor } from '../target/descriptor/rs.ts';
import type { Registered } from './registered.ts';

type Grant = ClientDescriptor['grants'][number];

/** From when until when an access token is good, in milliseconds since the epoch. */
export type TokenLife = { readonly from: number; readonly until: number };

/** The key, client and tokens of exchanges. Cases share a session until a control fails; then it is opened anew. */
export type Session = {
  readonly id: string;
  readonly key: ProofKey;
  readonly client?: ClientDescriptor;
  readonly grant?: Grant;
  readonly resource?: ResourceDescriptor;
  /** The client that the case itself has registered. */
  readonly registered?: Registered;
  /** An access token, requested when first needed; `undefined` where there is no such token. */
  readonly token: (use: TokenRef) => Promise<string | undefined>;
  /** The life of an access token that has been requested; `undefined` where its end is not known. */
  readonly life?: (use: TokenRef) => Promise<TokenLife | undefined>;
  readonly otherKey: OtherKey;
};

export type SessionRequest = {
  readonly place: Place;
  readonly spec: SessionSpec;
  /** Client id or resource key, where it is not the default one. */
  readonly subject?: string;
};
