import type { Facts } from './facts.ts';
import type { Login } from '../login/login.ts';
import type { ExchangeEvent, RecordEvent } from '../record/schema.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { ResourceDescriptor } from '../target/descriptor/rs.ts';
import type { AsEndpoints } from '../target/discover.ts';
import type { Issuer, Minter } from '../target/issuers/issuer.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import type { Redactor } from '../wire/redact.ts';
import type { Wire, WireResponse } from '../wire/types.ts';
import type { Canary } from './canary.ts';
import type { Mutex } from './mutex.ts';
import type { NonceStore, Role } from './nonces.ts';
import type { Offer } from './offer.ts';
import type { Pulse } from './pulse.ts';
import type { Registered } from './registered.ts';
import type { Vigil } from './vigil.ts';

/** One opened target: all that is needed to send requests to it. */
export type Bench = {
  readonly loaded: LoadedDescriptor;
  readonly wire: Wire;
  readonly redactor: Redactor;
  readonly as?: AsEndpoints;
  /** The preflight replaces one that takes another method only. */
  resources: readonly ResourceDescriptor[];
  readonly offer: Offer;
  readonly rsMetadata?: { readonly url: string; readonly document?: Readonly<Record<string, unknown>> };
  readonly keys: KeyPool;
  readonly nonces: NonceStore;
  /** The lock of a server whose nonces do not survive concurrent requests; such a server gets one request at a time. */
  readonly serial: Map<Role, Mutex>;
  readonly facts: Facts;
  /** Present where the target is on loopback. */
  readonly canary?: Canary;
  /** The clients that this run has registered. */
  readonly registered: Registered[];
  readonly user: Login;
  readonly emit: (event: RecordEvent) => void;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** The end of the pause that the target has asked for, in milliseconds since the epoch; nothing is sent before it. */
  readonly pause: { until: number };
  /** Whether the target lives, and how fast it usually answers. */
  readonly pulse: Pulse;
  /** Which endpoints have given no useful answer, for how long, and which are lost. */
  readonly vigil: Vigil;
  /** Gives the watches every exchange, with its unmasked answer. */
  readonly watch: (event: ExchangeEvent, response: WireResponse) => void;
  /** Exchanges are not recorded, and no watch sees them. */
  readonly quiet?: boolean;
  readonly nextExchangeId: (instance: string) => string;
  /** The source of access tokens for the resource server. */
  issuer?: Issuer;
  /** The authorization server of another descriptor, where the access tokens come from it. */
  issuing?: Bench;
  /** Present where Proofmark holds the key of the issuer. */
  readonly mint?: Minter;
};

export function secretOf(bench: Pick<Bench, 'loaded'> & Partial<Pick<Bench, 'registered'>>, name: string): string {
  const made = bench.registered?.find(({ client }) => client?.secret?.env === name)?.secret;
  return made ?? bench.loaded.secrets.get(name) ?? '';
}
