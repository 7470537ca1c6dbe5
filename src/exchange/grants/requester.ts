import type { Site } from '../../bench/site.ts';
import type { OpOf } from '../../plan/ops.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import type { ClientDescriptor } from '../../target/descriptor/client.ts';

/** The session that asks for a grant, its client, and its target. */
export type Requester = Pick<Site, 'bench' | 'session'> & {
  readonly client: ClientDescriptor;
  /** The key that a code is bound to where the server wants every code bound. Usually that of the session. */
  readonly codeKey?: ProofKey;
};

/** How to ask for a code, where that is not done in the plain way. */
export type CodeWish = OpOf<'authorization'> | undefined;
