import type { RoleContext } from '../context.ts';
import type { Store } from './store.ts';

export interface AsContext extends RoleContext {
  readonly store: Store;
  /** The audience of all access tokens: the resource server of this pair. */
  readonly resource: string;
}
