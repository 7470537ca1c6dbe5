import type { Site } from '../../bench/site.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { bodyOf } from '../sent.ts';
import { requestTokens } from './request-tokens.ts';

/**
 * An ID Token (OpenID Connect), which a client with the scope `openid` gets for a code.
 * @throws Inapplicable where the target gives none
 */
export async function idToken({ bench, session }: Pick<Site, 'bench' | 'session'>): Promise<string> {
  const client = bench.loaded.descriptor.as?.clients.find(
    ({ scope, grants }) => grants.includes('authorization_code') && scope?.split(' ').includes('openid') === true,
  );
  if (client === undefined) throw new Inapplicable('no client of the descriptor asks for the scope openid');
  const sent = await requestTokens({ bench, client, session: { ...session, client, grant: 'authorization_code' } });
  const token = bodyOf(sent)?.['id_token'];
  if (typeof token !== 'string') throw new Inapplicable('the token response has no ID Token');
  bench.redactor.add(token, 'id_token');
  return token;
}
