import type { SigningAlg } from '../plan/values.ts';
import type { Place } from '../suite/schema.ts';
import type { Role } from './nonces.ts';

/** How old and how far ahead, in whole seconds, an `iat` may be for the proof to be accepted. */
export type IatWindow = { readonly past: number; readonly future: number };

export type NoncePolicy = 'required' | 'offered' | 'none';

/** What the preflight learnt. Later only `mediaTypes` grows, and a target that dies blocks its place. */
export type Facts = {
  /** Seconds that the target's clock is ahead of ours, where that is more than rounding. */
  clockOffset: number;
  clockInStep: boolean;
  nonce: Partial<Record<Place, NoncePolicy>>;
  /** Places that offer nonces and still take a proof without one. */
  nonceOptional: Set<Place>;
  /** Media types that lawful answers have had, by resource. */
  mediaTypes: Map<string, Set<string>>;
  /** The algorithm that proofs are usually made with, by server, where not the first choice. */
  proofAlg: Partial<Record<Role, SigningAlg>>;
  /** Algorithms that the resource server names, in metadata or else in its challenge. */
  rsAlgs?: readonly string[];
  /** All that it names, in either. */
  rsAlgsNamed?: readonly string[];
  tokenReadable?: boolean;
  tokenBound?: boolean;
  /** Whether a client has to push its authorization requests, by client id; found out when one first asks for a code. */
  pushedOnly: Map<string, Promise<boolean>>;
  /** Measured when a case first asks. */
  iatWindows: Map<Place, Promise<IatWindow>>;
  /** The same, once measured: those that measure it must not wait for it. */
  iatEdges: Map<Place, IatWindow>;
  /** Why no case can be judged at a place. */
  blocked: Map<Place, string>;
  /** Places where the block is a refusal of the plain lawful proof itself. */
  proofRefused: Set<Place>;
  /** Why a place that the target need not offer is left alone. */
  absent: Map<Place, string>;
};

/** Seconds since the epoch by the target's clock. */
export function targetNow(facts: Facts): number {
  return Math.floor(Date.now() / 1000 + facts.clockOffset);
}
