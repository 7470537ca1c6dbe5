import type { Bench } from '../../bench/bench.ts';
import type { Canary } from '../../bench/canary.ts';
import { createExchangeIds } from '../../bench/exchange-ids.ts';
import type { Facts } from '../../bench/facts.ts';
import { createNonceStore } from '../../bench/nonces.ts';
import { offerOf } from '../../bench/offer.ts';
import { createPulse } from '../../bench/pulse.ts';
import { patientWire } from '../../bench/throttle.ts';
import { createVigil } from '../../bench/vigil.ts';
import { defined } from '../../defined.ts';
import { type AsEndpoints, discoverResource } from '../../target/discover.ts';
import type { Minter } from '../../target/issuers/issuer.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { createRedactor, type Redactor } from '../../wire/redact.ts';
import type { Wire } from '../../wire/types.ts';
import type { Opening } from './opening.ts';
import { openUser } from './user.ts';

/** What is open already when the bench is put together. */
export type Parts = {
  readonly wire: Wire;
  readonly as: AsEndpoints | undefined;
  readonly canary: Canary | undefined;
  readonly mint: Minter | undefined;
  readonly facts: Facts;
};

/** A bench on which nothing has been learnt yet; the source of access tokens is still lacking. */
export async function assemble(opening: Opening, { wire, as, canary, mint, facts }: Parts): Promise<Bench> {
  const { loaded, options } = opening;
  const { descriptor } = loaded;
  const { keys, emit, signal, watch } = options;
  const redactor = redactorFor(loaded, options.unmasked);
  const pause = { until: 0 };
  const pulse = createPulse(wire, signal);
  const vigil = createVigil(wire, pulse.life, signal);
  const patient = patientWire(vigil.wire, { pause, signal });
  return {
    loaded,
    wire: vigil.wire,
    redactor,
    resources: descriptor.rs?.resources ?? [],
    offer: offerOf(loaded, as),
    ...defined({ as, mint, canary, rsMetadata: await publishedMetadata(descriptor.rs?.resource, wire) }),
    keys,
    nonces: createNonceStore(),
    serial: new Map(),
    facts,
    registered: [],
    user: await openUser(opening, patient, redactor),
    emit,
    signal,
    pause,
    pulse: { ...pulse, life: vigil.life },
    vigil,
    watch,
    nextExchangeId: createExchangeIds(descriptor.name, options.idPart),
  };
}

function redactorFor({ secrets }: LoadedDescriptor, unmasked: boolean): Redactor {
  const redactor = createRedactor({ unmasked });
  for (const [name, value] of secrets) redactor.add(value, name);
  return redactor;
}

async function publishedMetadata(resource: string | undefined, wire: Wire): Promise<Bench['rsMetadata']> {
  if (resource === undefined) return undefined;
  const { metadata: document, metadataUrl: url } = await discoverResource(resource, wire);
  return { url, ...defined({ document }) };
}
