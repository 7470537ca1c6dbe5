import { defined } from '../../defined.ts';
import type { ExchangeEvent, Finding, RunRecord } from '../../record/schema.ts';
import { curlLine } from './curl.ts';
import { diffProofs, type ProofPart } from './proof-diff.ts';
import { diffRequests, type RequestMarks } from './request-diff.ts';

/** A tested exchange and the lawful twin it is judged against. */
export type EvidencePair = {
  readonly tested: ExchangeEvent;
  readonly control?: ExchangeEvent;
  readonly marks?: RequestMarks;
  readonly proof?: readonly ProofPart[];
  /** Absent where curl cannot send these bytes. */
  readonly curl?: string;
};

export type Evidence = {
  readonly pairs: readonly EvidencePair[];
  /** Set-up, challenges, further controls: in the order they were sent. */
  readonly others: readonly ExchangeEvent[];
};

/** What a finding rests on. Exchanges that a killed run lost are left out. */
export function evidenceOf(record: RunRecord, finding: Finding): Evidence {
  const exchanges = finding.exchanges.flatMap((id) => record.exchanges.get(id) ?? []);
  const isWatch = finding.basis.by === 'client-watch';
  // A rule for every request of a client is broken in the last of its exchanges, whatever it was made for.
  const isTested = ({ purpose }: ExchangeEvent, index: number): boolean =>
    isWatch ? index === exchanges.length - 1 : purpose === 'tested';
  const pairs = exchanges.flatMap((exchange, index) =>
    isTested(exchange, index) ? [pairOf(exchange, controlFor(exchanges, index))] : [],
  );
  const shown = new Set(pairs.flatMap(({ tested, control }) => [tested, control]));
  return { pairs, others: exchanges.filter((exchange) => !shown.has(exchange)) };
}

function pairOf(tested: ExchangeEvent, control: ExchangeEvent | undefined): EvidencePair {
  const { request } = tested.transcript;
  return defined({
    tested,
    control,
    marks: control && diffRequests(control.transcript.request, request),
    proof: tested.proof && diffProofs(control?.proof, tested.proof, tested.delta),
    // What a client sent went to a server that is gone.
    curl: tested.peer === undefined ? curlLine(request) : undefined,
  });
}

/** The nearest control before, else after, of the same request; else the nearest of another one. */
function controlFor(exchanges: readonly ExchangeEvent[], index: number): ExchangeEvent | undefined {
  const tested = exchanges[index];
  const before = exchanges.slice(0, index).toReversed().filter(isControl);
  const candidates = [...before, ...exchanges.slice(index + 1).filter(isControl)];
  return candidates.find((control) => tested !== undefined && isTwin(control, tested)) ?? candidates[0];
}

function isControl({ purpose }: ExchangeEvent): boolean {
  return purpose === 'control-before' || purpose === 'control-after';
}

function isTwin(control: ExchangeEvent, tested: ExchangeEvent): boolean {
  return resourceOf(control) === resourceOf(tested);
}

function resourceOf({ transcript, peer, place }: ExchangeEvent): string {
  // The servers of a client under test have other ports in each playing.
  if (peer !== undefined) return `${place} ${transcript.request.method}`;
  return transcript.request.url.replace(/[?#].*$/s, '');
}
