import type { Driver, Introduction } from '../../driver/contract.ts';
import type { Certificate, UsedPorts } from '../../peer/listener.ts';
import type { Mint } from '../../peer/mint.ts';
import type { Ability } from '../../plan/ability.ts';
import type { ExchangeEvent } from '../../record/schema.ts';
import type { ClientDescriptor } from '../../target/descriptor/client-under-test.ts';

/** A client that has introduced itself, and what all playings have in common. */
export type ClientStage = {
  readonly name: string;
  readonly descriptor: ClientDescriptor;
  readonly driver: Driver;
  readonly introduction: Introduction;
  readonly does: ReadonlySet<Ability>;
  readonly mint: Mint;
  readonly ports: UsedPorts;
  /** Of the servers that speak https, and the authority that made it. */
  readonly tls: () => { readonly ca: string; readonly trusted: Certificate; readonly otherName: Certificate };
  readonly nextId: (instance: string) => string;
  readonly emit: (event: ExchangeEvent) => void;
  readonly signal: AbortSignal;
};
