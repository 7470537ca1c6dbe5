import { createTransport, type Transport } from './http/send.ts';
import type { Metadata } from './oauth/endpoints.ts';
import type { Nonces } from './nonces.ts';
import type { Key } from './proof/keys.ts';
import type { Self } from './self.ts';
import type { Settings } from './settings.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly type: 'DPoP' | 'Bearer';
  readonly refreshToken?: string | undefined;
}

/** An authorization request whose answer is awaited. */
export interface Pending {
  readonly state: string;
  readonly verifier: string;
  readonly nonce?: string | undefined;
}

/** One grant of one client: what it knows, and what it keeps. */
export interface Session {
  readonly settings: Settings;
  readonly transport: Transport;
  readonly nonces: Nonces;
  /** Origins whose metadata have been read. */
  readonly resources: Set<string>;
  key?: Key;
  metadata?: Metadata;
  tokens?: Tokens;
  pending?: Pending;
  /** Only defects look at these. */
  readonly traces: Traces;
}

interface Traces {
  made: number;
  readonly proofs: Map<string, string>;
  firstToken?: string;
  lastJti?: string;
  otherKey?: Key;
  oidcNonce?: string;
  secondsAhead: number;
}

export function createSession(self: Self, settings: Settings): Session {
  const transport = createTransport(self, settings.ca);
  const traces = { made: 0, proofs: new Map(), secondsAhead: 0 };
  return { settings, transport, nonces: new Map(), resources: new Set(), traces };
}
