import type { ExchangeEvent } from '../record/schema.ts';

/** A request with a proof and without any change, as a record keeps it; times in milliseconds. */
export type PlainRequest = {
  readonly id: string;
  /** What it has alike with others: URL, method, client, grant type, algorithm, key and access token. */
  readonly sender: string;
  readonly start: number;
  readonly end: number;
  /** How long it took. */
  readonly ms: number;
  /** From the `iat` of its proof to the moment at which it was sent. */
  readonly age: number;
  readonly isAccepted: boolean;
  readonly text: string;
  /** What a refusal is for, by its error code; `server` for a crash. */
  readonly blames: 'proof' | 'token' | 'server' | 'nothing';
};

export type PlainRequests = {
  readonly note: (event: ExchangeEvent) => void;
  readonly all: () => readonly PlainRequest[];
};

/** Gathers those that were accepted, refused or crashed. A copy of an earlier proof is not plain. */
export function gatherPlain(): PlainRequests {
  const gathered: PlainRequest[] = [];
  const ids = new Set<string>();
  return {
    note: (event) => {
      const { delta, shared = [], fault, proof, outcome } = event;
      if (proof === undefined) return;
      const [iat, jti] = [memberOf(proof.payload, 'iat'), memberOf(proof.payload, 'jti')];
      if (typeof iat !== 'number' || typeof jti !== 'string' || ids.has(jti)) return;
      ids.add(jti);
      if (delta.length > 0 || shared.length > 0 || fault !== undefined) return;
      // A code or refresh token works once, and another request may have used it up.
      if (!judged.has(outcome.class) || outcome.error === 'invalid_grant') return;
      gathered.push(requestOf(event, iat));
    },
    all: () => gathered,
  };
}

const judged: ReadonlySet<string> = new Set(['accepted', 'refused', 'crashed']);

function requestOf(event: ExchangeEvent, iat: number): PlainRequest {
  const { id, outcome, transcript } = event;
  const start = Date.parse(transcript.startedAt);
  const { totalMs: ms } = transcript;
  return {
    id,
    sender: senderOf(event),
    start,
    end: start + ms,
    ms,
    age: start - 1000 * iat,
    isAccepted: outcome.class === 'accepted',
    text: outcome.text,
    blames: outcome.class === 'crashed' ? 'server' : blamed(outcome.error),
  };
}

function blamed(error: string | undefined): PlainRequest['blames'] {
  if (error === 'invalid_token') return 'token';
  return error === 'invalid_dpop_proof' ? 'proof' : 'nothing';
}

function senderOf({ proof, transcript: { request } }: ExchangeEvent): string {
  const { method, url, via, fields, body } = request;
  const credentials = fields.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const form = new URLSearchParams(body ?? '');
  const asked = ['client_id', 'grant_type', 'scope', 'resource'].map((name) => form.get(name));
  // One RSA key signs by several algorithms, and a server need not take all of them.
  const signed = ['alg', 'jwk'].map((name) => memberOf(proof?.header, name));
  return JSON.stringify([method, url, via, credentials, asked, signed]);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
