import type { Store } from '../as/store.ts';
import type { RoleContext } from '../context.ts';

export interface RsContext extends RoleContext {
  readonly store: Store;
  readonly issuer: string;
  /** The first access token seen with each key, for a defect. */
  readonly firstTokens: Map<string, string>;
}
