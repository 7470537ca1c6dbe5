import { reply, type Reply } from '../net/message.ts';
import type { RsContext } from './context.ts';

/** RFC 9728 2 and 3.2. */
export function protectedResourceMetadata({ origin, issuer, policy, defects }: RsContext): Reply {
  const flag = !policy.rsBearer;
  const metadata = {
    resource: defects.has('resource-metadata-other') ? `${origin}/api` : origin,
    authorization_servers: [issuer],
    scopes_supported: defects.has('resource-metadata-empty-array') ? [] : ['read'],
    bearer_methods_supported: defects.has('resource-metadata-methods-string') ? 'header' : ['header'],
    dpop_signing_alg_values_supported: defects.has('resource-metadata-algs-string')
      ? policy.algs.join(' ')
      : [...policy.algs, ...(defects.has('resource-metadata-algs-none') ? ['none'] : [])],
    dpop_bound_access_tokens_required: defects.has('resource-metadata-flag-string') ? String(flag) : flag,
  };
  const type = defects.has('resource-metadata-text') ? 'text/plain' : 'application/json';
  return reply(200, JSON.stringify(metadata), [['Content-Type', type]]);
}
