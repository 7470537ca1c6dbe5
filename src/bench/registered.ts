import type { ClientDescriptor } from '../target/descriptor/client.ts';

/** A client that this run has registered (RFC 7591 §3.2.1). */
export type Registered = {
  readonly id: string;
  /** As the descriptor would describe it; absent where Proofmark cannot act as that client. */
  readonly client?: ClientDescriptor;
  readonly secret?: string;
  /** Where it is read and deleted, and the token for that (RFC 7592). */
  readonly manage?: { readonly url: string; readonly token: string };
};
