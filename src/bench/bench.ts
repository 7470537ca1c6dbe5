import type { Facts } from './facts.ts';
import type { Login } from '../login/login.ts';
import type { ExchangeEvent, RecordEvent } from '../record/schema.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { Place } from '../suite/schema.ts';
import type { ResourceDescriptor } from '../target/descriptor.ts';
import type { AsEndpoints } from '../target/discover.ts';
import type { Issuer, Minter } from '../target/issuer.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import type { Redactor } from '../wire/redact.ts';
import type { Wire, WireResponse } from '../wire/types.ts';
import type { Canary } from './canary.ts';
import type { Mutex } from './mutex.ts';
import type { NonceStore, Role } from './nonces.ts';
import type { Offer } from './offer.ts';
import type { Pulse } from './pulse.ts';
import type { Vigil } from './vigil.ts';

/** One target on the bench: everything that sending it requests needs. */
export type Bench = {
  readonly loaded: LoadedDescriptor;
  readonly wire: Wire;
  readonly redactor: Redactor;
  readonly as?: AsEndpoints;
  readonly resources: readonly ResourceDescriptor[];
  readonly offer: Offer;
  readonly rsMetadata?: { readonly url: string; readonly document?: Readonly<Record<string, unknown>> };
  readonly keys: KeyPool;
  readonly nonces: NonceStore;
  /** Set once a server has shown that concurrent requests take each other's nonces. */
  readonly serial: Map<Role, Mutex>;
  readonly facts: Facts;
  /** Runs where the target is on loopback too. */
  readonly canary?: Canary;
  readonly user: Login;
  /** One login at a time: they share one user session. */
  readonly login: Mutex;
  readonly emit: (event: RecordEvent) => void;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch before which nothing is sent: the target has asked for a pause. */
  readonly pause: { until: number };
  /** Whether the target lives, and how quick it usually is. */
  readonly pulse: Pulse;
  /** How long its endpoints have given no useful answer, and which are lost. */
  readonly vigil: Vigil;
  /** Kept for the watches: every exchange with its unmasked answer. */
  readonly watch: (event: ExchangeEvent, seen: WatchedExchange) => void;
  /** Nobody keeps what is sent: no event is made of it and no watch sees it. */
  readonly quiet?: boolean;
  readonly nextExchangeId: (instance: string) => string;
  issuer?: Issuer;
  /** Where Proofmark holds the key of the issuer. */
  readonly mint?: Minter;
};

export type WatchedExchange = {
  readonly place: Place;
  readonly method: string;
  readonly response: WireResponse;
  readonly sentProof: boolean;
  readonly sentToken: boolean;
  readonly fault?: string;
};

export function secretOf(bench: Pick<Bench, 'loaded'>, name: string): string {
  return bench.loaded.secrets.get(name) ?? '';
}
