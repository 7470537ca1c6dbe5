import type { Visit } from '../../peer/open-peer.ts';
import type { ClientRun } from '../../record/basis.ts';
import type { ExchangeEvent } from '../../record/schema.ts';
import type { Transcript } from '../../record/transcript.ts';
import { describeAnswerOp } from '../../suite/client/describe.ts';
import type { Posture } from '../../suite/client/posture.ts';
import { payloadIn, objectIn } from '../../verdict/client/arrival.ts';
import { peerOutcome } from '../../verdict/client/outcome.ts';

/** Where a request of a client belongs. */
export type Purpose = {
  readonly id: string;
  readonly target: string;
  readonly instance: string;
  readonly run: string;
  readonly purpose: ClientRun['purpose'];
  readonly posture: Posture;
};

const longest = 65_536;

/**
 * A request of a client and our answer, as they stand in the record. Nothing is masked: all tokens, codes and secrets are our own,
 * and worth nothing when the servers are gone.
 */
export function visitEvent(visit: Visit, { id, target, instance, run, purpose, posture }: Purpose): ExchangeEvent {
  const { asked, rule } = visit;
  const transcript = transcriptOf(visit);
  const give = rule === undefined ? [] : (posture[rule]?.give ?? []);
  const [proof] = asked.fields.filter(([name]) => name.toLowerCase() === 'dpop').map(([, value]) => value);
  return {
    type: 'exchange',
    id,
    target,
    instance,
    purpose,
    place: asked.at,
    delta: give.map(describeAnswerOp),
    ...(proof === undefined ? {} : { proof: decodedProof(proof) }),
    outcome: peerOutcome(transcript),
    peer: { run, ...(rule === undefined ? {} : { rule }) },
    transcript,
  };
}

function transcriptOf({ asked, url, answer, startedAt, totalMs }: Visit): Transcript {
  const body = asked.body.toString('utf8').slice(0, longest);
  const message = `the connection was cut after ${answer.cutAfter ?? 0} octets of the answer`;
  return {
    request: {
      method: asked.method,
      url,
      fields: asked.fields.map(([name, value]) => [name, value]),
      ...(body === '' ? {} : { body }),
    },
    response: {
      status: answer.status,
      fields: answer.fields.map(([name, value]) => [name, value]),
      body: answer.body.slice(0, longest),
      bodyBytes: Buffer.byteLength(answer.body),
    },
    ...(answer.cutAfter === undefined ? {} : { failure: { kind: 'reset' as const, message } }),
    startedAt: new Date(startedAt).toISOString(),
    totalMs: Math.round(totalMs * 10) / 10,
  };
}

function decodedProof(text: string): NonNullable<ExchangeEvent['proof']> {
  const header = objectIn(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString('utf8'));
  const payload = payloadIn(text);
  return { text: text.slice(0, 8192), ...(header && payload ? { header, payload } : {}) };
}
