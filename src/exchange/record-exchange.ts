import { defined } from '../defined.ts';
import { describeOp } from '../plan/describe.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import { readJwt } from '../verdict/answer.ts';
import type { WireRequest } from '../wire/types.ts';
import type { Bench } from '../bench/bench.ts';
import type { Plan } from './plan.ts';
import type { Answered } from './read-answer.ts';

/** Puts an exchange into the record, secrets masked, and shows it to the watches; returns its id. */
export function recordExchange(plan: Plan, { made, exchange, outcome }: Answered): string {
  const { bench } = plan;
  const id = bench.nextExchangeId(plan.instance);
  if (bench.quiet === true) return id;
  const shared = plan.ops.slice(0, plan.ops.length - plan.delta.length);
  const event: ExchangeEvent = {
    type: 'exchange',
    id,
    target: bench.loaded.descriptor.name,
    instance: plan.instance,
    purpose: plan.purpose,
    delta: plan.delta.map(describeOp),
    ...defined({
      shared: shared.length === 0 ? undefined : shared.map(describeOp),
      proof: made.proof === undefined ? undefined : decodeProof(bench, made.proof),
    }),
    outcome: { ...outcome, text: bench.redactor.text(outcome.text) },
    transcript: bench.redactor.transcript(exchange),
  };
  bench.emit(event);
  if (exchange.response !== undefined) {
    bench.watch(event, {
      place: plan.place,
      method: exchange.request.method,
      response: exchange.response,
      sentProof: made.proof !== undefined,
      sentToken: carriesCredentials(made.request),
      ...defined({ fault: plan.fault }),
    });
  }
  return id;
}

function carriesCredentials({ url, fields, body }: WireRequest): boolean {
  return (
    fields.some(([name]) => /^(proxy-)?authorization$/i.test(name)) ||
    /(^|[?&])access_token=/.test(`${url}&${body ?? ''}`)
  );
}

function decodeProof(bench: Bench, text: string): ExchangeEvent['proof'] {
  const shown = bench.redactor.text(text.length > 8192 ? `${text.slice(0, 8192)}…` : text);
  const jwt = text.length > 65_536 ? undefined : readJwt(text);
  return {
    text: shown,
    ...(jwt === undefined
      ? {}
      : { header: bench.redactor.value(maskPrivate(jwt.header)), payload: bench.redactor.value(jwt.claims) }),
  };
}

const privateMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth']);

function maskPrivate(header: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { jwk } = header;
  if (typeof jwk !== 'object' || jwk === null) return header;
  const members = Object.entries(jwk).map(([name, value]): [string, unknown] => [
    name,
    privateMembers.has(name) ? '‹masked›' : value,
  ]);
  return { ...header, jwk: Object.fromEntries(members) };
}
