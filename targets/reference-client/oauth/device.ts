import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from '../client-error.ts';
import { jsonObject } from '../http/message.ts';
import type { Self } from '../self.ts';
import type { Session, Tokens } from '../session.ts';
import { neededText } from '../settings.ts';
import { freshKey } from './grants.ts';
import { metadataOf } from './metadata.ts';
import { errorOf, post, requestToken } from './token-request.ts';

const mostPolls = 5;

/** RFC 8628: asks for a device code, and then for the token until the user has agreed. No rule asks for a proof of the first request. */
export async function deviceCode(self: Self, session: Session): Promise<Tokens> {
  const { deviceEndpoint: url, algorithms } = await metadataOf(self, session);
  if (url === undefined) throw new ClientError('no_endpoint', 'the server has no device authorization endpoint');
  const key = freshKey(self, session, algorithms);
  const { scope } = session.settings;
  const asked = scope === undefined ? {} : { scope };
  const answer = await post(self, session, { purpose: 'device_authorization', url, key: undefined, form: asked });
  if (answer.status !== 200) throw errorOf(answer);
  const members = jsonObject(answer.body);
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: neededText(members, 'device_code'),
  };
  for (let polls = 1; ; polls += 1) {
    try {
      session.tokens = await requestToken(self, session, { purpose: 'device_code', key, form });
      return session.tokens;
    } catch (error) {
      const isPending = error instanceof ClientError && error.code === 'authorization_pending';
      if (!isPending || polls === mostPolls) throw error;
      await delay(1000 * Number(members['interval'] ?? 5));
    }
  }
}
