import type { SigningAlg } from '../plan/values.ts';
import type { Place } from '../suite/schema.ts';
import type { Role } from './nonces.ts';

/** How old and how far ahead, in whole seconds, an `iat` may be for the proof to be accepted. */
export type IatWindow = { readonly past: number; readonly future: number };

/** How far the clock of a server is off ours. */
export type Clock = {
  /** Seconds that it is ahead; what is sent to the server is dated by it. 0 where the difference may be rounding. */
  readonly offset: number;
  /** Whether the offset is within `clock.maxOffsetSeconds` of the descriptor and no guess. */
  readonly isInStep: boolean;
  /** Whether the `Date` field of the server bears it out, to a few seconds. */
  readonly isKnown: boolean;
};

/** What a server wants of every authorization request of a client, beyond what RFC 6749 asks. */
export type AuthorizationDemands = {
  /** It has to be pushed (RFC 9126 §5, §6). */
  readonly isPushed: boolean;
  /** It has to bind the code: by `dpop_jkt` (RFC 9449 §10), or by the proof of a pushed request (§10.1). */
  readonly binding: 'none' | 'dpop_jkt' | 'proof';
};

export type NoncePolicy = 'required' | 'offered' | 'none';

/**
 * What is known of a target. The preflight finds out most of it. Later, exchanges add to `mediaTypes`,
 * `authorizationDemands`, `keyTypeAlgs`, `iatWindows`, `iatEdges` and `wavering`, and the run blocks the places of a target that dies.
 */
export type Facts = {
  /** Each server has a clock of its own. */
  clocks: Record<Role, Clock>;
  nonce: Partial<Record<Place, NoncePolicy>>;
  /** Places that offer nonces and still accept a proof without one. */
  nonceOptional: Set<Place>;
  /** The media types of lawful answers, by resource. */
  mediaTypes: Map<string, Set<string>>;
  /** The algorithm of usual proofs, by server, where the preflight had to find one. */
  proofAlg: Partial<Record<Role, SigningAlg>>;
  /** The algorithms that the resource server names in its metadata, or else in its challenge. */
  rsAlgs?: readonly string[];
  /** All algorithms that it names, in metadata and challenge. */
  rsAlgsNamed?: readonly string[];
  /** Whether the access token is a JWT. */
  tokenReadable?: boolean;
  /** Whether the token endpoint binds access tokens to the key of the proof. */
  tokenBound?: boolean;
  /** What the server wants of authorization requests, by client id; found out at its first request for a code. */
  authorizationDemands: Map<string, Promise<AuthorizationDemands>>;
  /** Whether pushed requests without a proof, and without `dpop_jkt`, are refused. */
  wantsProofAtPar?: boolean;
  /** The `state` of authorization requests that were pushed or signed, by the reference that stands in the URL for them. */
  statesBehind: Map<string, string>;
  /** The algorithm for keys of a type, by place and type; found out when a case first asks for it. */
  keyTypeAlgs: Map<string, Promise<SigningAlg | undefined>>;
  /** The window for `iat`, measured when a case first asks for it. */
  iatWindows: Map<Place, Promise<IatWindow>>;
  /** The same windows, once measured. The requests that measure one read it here, without waiting for its end. */
  iatEdges: Map<Place, IatWindow>;
  /** Why no case can be judged at a place. */
  blocked: Map<Place, string>;
  /** Blocked places where the plain lawful proof itself was refused, and the one member of it that is to blame, where that is known. */
  proofRefused: Map<Place, string | undefined>;
  /**
   * The resource refuses the plain lawful request, and takes the bound access token without a proof, as Bearer; `announced`: although
   * it says that it knows DPoP.
   */
  bearerInPlace?: 'announced' | 'unannounced';
  /** The resource refuses POST, and takes the same request with GET, by which it is judged. */
  isPostGuarded?: boolean;
  /** Why a place that the target need not offer is not tested. */
  absent: Map<Place, string>;
  /** Places where a plain lawful request was refused, and accepted when it was sent again. */
  wavering: Set<Place>;
  /** Origins that left a request of the preflight without an answer for a whole time-out. Others are not waited for as long. */
  hanging: Set<string>;
  /** Places where the nonce just supplied was refused, and a later one taken. */
  noncesByNode: Set<Place>;
  /** Servers for which proofs are dated a second back, or were for a while. */
  datedBack: Map<Role, 'of use' | 'in vain'>;
  /** How often a refused proof was sent again at the end of a second, and refused again. */
  lateTries: Map<Role, number>;
  /** How many lawful requests in a row were sent again at a place, and not accepted either. */
  sentInVain: Map<Place, number>;
  /** Why a further client is not tried at the endpoint for pushed requests, by its id. */
  notPushing: Map<string, string>;
};

/** The clock of a server that shows no other one. */
export const ourClock: Clock = { offset: 0, isInStep: true, isKnown: false };

/** What is known of a target before anything is sent to it. */
export function noFacts(): Facts {
  return {
    clocks: { as: ourClock, rs: ourClock },
    nonce: {},
    nonceOptional: new Set(),
    mediaTypes: new Map(),
    proofAlg: {},
    authorizationDemands: new Map(),
    statesBehind: new Map(),
    keyTypeAlgs: new Map(),
    iatWindows: new Map(),
    iatEdges: new Map(),
    blocked: new Map(),
    absent: new Map(),
    notPushing: new Map(),
    wavering: new Set(),
    hanging: new Set(),
    noncesByNode: new Set(),
    datedBack: new Map(),
    lateTries: new Map(),
    sentInVain: new Map(),
    proofRefused: new Map(),
  };
}

/** Seconds since the epoch by the clock of a server. */
export function serverNow({ clocks }: Pick<Facts, 'clocks'>, role: Role): number {
  return Math.floor(Date.now() / 1000 + clocks[role].offset);
}
