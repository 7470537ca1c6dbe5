import type { OpOf } from '../plan/ops.ts';
import type { KeyKind, PlanValue } from '../plan/values.ts';
import type { TokenRef } from '../plan/token-ref.ts';
import type { ProofKey } from './proof-key.ts';

export type Pair = readonly [name: string, value: string];

/** A request that a correct server accepts, before the proof is added. */
export type LawfulRequest = {
  readonly role: 'as' | 'rs';
  readonly method: string;
  readonly url: string;
  readonly fields: readonly Pair[];
  /** `application/x-www-form-urlencoded` parameters. */
  readonly form?: readonly Pair[];
  /** Where the parameters go instead of the body. */
  readonly formIn?: 'query';
  readonly body?: string;
  /** The members of a JSON body. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Names of the fields and parameters that authenticate the client. */
  readonly clientAuth: { readonly fields: readonly string[]; readonly parameters: readonly string[] };
  /** Whether the request carries a proof at all (metadata requests do not). */
  readonly proof: boolean;
};

/** The values that a plan's symbols stand for in one request. Times are in seconds since the epoch. */
export type Surroundings = {
  readonly key: ProofKey;
  /** Whether the key was made for this run alone, so that sending its private part harms nobody. */
  readonly disposableKey: boolean;
  readonly otherKey: OtherKey;
  readonly now: number;
  readonly nonce: Readonly<Partial<Record<'current' | 'previous' | 'stale' | 'otherRole', string>>>;
  readonly token: (use: TokenRef) => Promise<string | undefined>;
  /** Signs access tokens as the issuer, where Proofmark holds its key. */
  readonly mint?: (change: TokenChange) => Promise<string>;
  readonly secondUrl?: string;
  readonly clientId?: string;
  /** Another client that can ask for codes. */
  readonly otherClientId?: string;
  readonly issuer?: string;
  readonly endpoints?: { readonly token?: string; readonly par?: string };
  /** The key that the client authenticates with. */
  readonly clientKey?: () => Promise<ProofKey>;
  readonly documents: Readonly<Partial<Record<'client-assertion' | 'id-token', string>>>;
  readonly earlier: ReadonlyMap<string, SentProof>;
  readonly canaryUrl?: string;
  /** How many seconds old and how many ahead an `iat` may be, where that was measured. */
  readonly iatWindow?: { readonly past: number; readonly future: number };
};

/** Gives a second key of the session, the same one each time. */
export type OtherKey = (alg?: ProofKey['alg'], rsaBits?: number, kind?: KeyKind) => Promise<ProofKey>;

/** How a minted access token differs from a lawful one that is bound to `jkt`. */
export type TokenChange = {
  readonly jkt: string;
  readonly set: Members;
  readonly remove: readonly string[];
  readonly by: 'issuer' | 'broken' | 'nobody' | 'other' | ProofKey;
  /** The `typ` of the header, where not the usual one. */
  readonly typ?: string;
  /** Whether the header shows the public key of `by`. */
  readonly showsKey?: boolean;
};

export type SentProof = {
  /** Absent where the exchange had no proof. */
  readonly text?: string;
  readonly jti: PlanValue | undefined;
  /** Present where the proof was made for this exchange. */
  readonly claims?: Readonly<Members>;
  /** The grant that the request beside it used. */
  readonly grant?: readonly Pair[];
};

export type Members = Record<string, PlanValue>;

export type ProofDraft = {
  header: Readonly<Members>;
  claims: Members;
  key: ProofKey;
  text?: string;
};

/** A request in the making: everything but the DPoP field. */
export type RequestDraft = {
  readonly role: 'as' | 'rs';
  method: string;
  url: string;
  /** The URI that a lawful proof names. It differs from `url` only where an op misdirects the request. */
  proofUrl: string;
  fields: Pair[];
  form?: Pair[];
  readonly formIn?: 'query';
  body?: string;
  json?: Readonly<Record<string, unknown>>;
  token?: string;
  scheme: string;
  spaces: string;
  tokenField: string;
  second?: { readonly scheme: string; readonly position: 'first' | 'last' };
  credentials?: OpOf<'credentials'>['edit'];
  tokenIn: 'field' | 'query' | 'form';
  raw: boolean;
};
