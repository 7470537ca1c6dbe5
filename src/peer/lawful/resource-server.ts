import { type Asked, fieldsNamed } from '../asked.ts';
import { challenged, type Draft, jsonAnswer, listedAlgs } from './answer.ts';
import type { Origins } from './authorization-server.ts';

/**
 * A resource server that serves whoever has a token of its authorization server. It takes faulty proofs: one fault must not
 * hide the others, and the judge sees them all.
 */
export function answerAtResource(asked: Asked, origins: Origins, isKnown: (token: string) => boolean): Draft {
  if (asked.at === 'resource-metadata') return jsonAnswer(200, metadataOf(asked, origins));
  const credentials = fieldsNamed(asked, 'authorization').flatMap(
    (value) => /^(?:DPoP|Bearer) +(\S+)$/i.exec(value)?.[1] ?? [],
  );
  const [token] = [...credentials, ...[asked.query, asked.form].flatMap((list) => list.getAll('access_token'))];
  if (token === undefined) return challenged(undefined);
  if (!isKnown(token)) return challenged('invalid_token');
  return jsonAnswer(200, { ok: true });
}

/** @see https://www.rfc-editor.org/rfc/rfc9728.html#section-2 */
function metadataOf({ origin }: Asked, origins: Origins): Readonly<Record<string, unknown>> {
  return {
    resource: origin === 'rs2' ? origins.rs2 : origins.rs,
    authorization_servers: [origins.as],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: listedAlgs,
    dpop_bound_access_tokens_required: true,
  };
}
