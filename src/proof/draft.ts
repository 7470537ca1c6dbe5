import type { PlanValue, TokenRef } from '../plan/values.ts';
import type { ProofKey } from './keys.ts';

export type Pair = readonly [name: string, value: string];

/** A request that a correct server accepts, before the proof is added. */
export type LawfulRequest = {
  readonly role: 'as' | 'rs';
  readonly method: string;
  readonly url: string;
  readonly fields: readonly Pair[];
  /** `application/x-www-form-urlencoded` parameters. */
  readonly form?: readonly Pair[];
  readonly body?: string;
  /** Names of the fields and parameters that authenticate the client. */
  readonly clientAuth: { readonly fields: readonly string[]; readonly parameters: readonly string[] };
  /** Whether the request carries a proof at all (metadata requests do not). */
  readonly proof: boolean;
};

/** What a plan's symbolic values stand for, for one request. Times in seconds since the epoch. */
export type Surroundings = {
  readonly key: ProofKey;
  /** Made for this run alone, so that showing its private part harms nobody. */
  readonly disposableKey: boolean;
  readonly otherKey: (alg?: ProofKey['alg'], rsaBits?: number) => Promise<ProofKey>;
  readonly now: number;
  readonly nonce: { readonly current?: string; readonly stale?: string; readonly otherRole?: string };
  readonly token: (use: TokenRef) => Promise<string | undefined>;
  readonly secondUrl?: string;
  readonly clientId?: string;
  readonly documents: Readonly<Partial<Record<'client-assertion' | 'id-token', string>>>;
  readonly earlier: ReadonlyMap<string, SentProof>;
  readonly canaryUrl?: string;
};

export type SentProof = {
  readonly text: string;
  readonly jti: PlanValue | undefined;
  /** The grant that the request beside it used. */
  readonly grant?: readonly Pair[];
};

/** The plan asks for something the target or the request does not have: the case does not apply. */
export class Inapplicable extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(what, options);
    this.name = 'Inapplicable';
  }
}

export type Members = Record<string, PlanValue>;

export type ProofDraft = {
  header: Members;
  claims: Members;
  key: ProofKey;
  text?: string;
};

/** A request in the making: everything but the DPoP field. */
export type RequestDraft = {
  readonly role: 'as' | 'rs';
  method: string;
  url: string;
  /** The URI that a lawful proof names; differs from `url` only where the request is misdirected on purpose. */
  proofUrl: string;
  fields: Pair[];
  form?: Pair[];
  body?: string;
  token?: string;
  scheme: string;
  spaces: number;
  tokenField: string;
  second?: { readonly scheme: string; readonly position: 'first' | 'last' };
  tokenIn: 'field' | 'query' | 'form';
  raw: boolean;
};
