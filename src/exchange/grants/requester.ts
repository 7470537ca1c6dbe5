import type { Site } from '../../bench/site.ts';
import type { OpOf } from '../../plan/ops.ts';
import type { ClientDescriptor } from '../../target/descriptor/client.ts';

/** The session that asks for a grant, its client, and its target. */
export type Requester = Pick<Site, 'bench' | 'session'> & { readonly client: ClientDescriptor };

/** How to ask for a code, where that is not done in the plain way. */
export type CodeWish = OpOf<'authorization'> | undefined;
