import { describeOp } from '../plan/describe.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import { readJwt } from '../verdict/answer.ts';
import { bindingIn } from '../verdict/check-token.ts';
import { isSuccess, type LawfulAnswer } from '../verdict/outcome.ts';
import { isShown } from '../verdict/recorded-outcome.ts';
import type { WireExchange } from '../wire/types.ts';
import type { Bench } from '../bench/bench.ts';
import type { Place } from '../suite/schema.ts';
import type { Plan } from './plan.ts';
import type { Answered } from './read-answer.ts';

/** Puts an exchange into the record, secrets masked, and shows it to the watches; returns its id. */
export function recordExchange(plan: Plan, { made, exchange, outcome, lawful }: Answered): string {
  const { bench } = plan;
  const id = bench.nextExchangeId(plan.instance);
  if (bench.quiet === true) return id;
  const shared = plan.ops.slice(0, plan.ops.length - plan.delta.length);
  const transcript = bench.redactor.transcript(exchange);
  const shown = lawfulShown(bench, lawful, exchange);
  const binding = bindingShown(bench, plan.place, exchange);
  const { error, text } = outcome;
  const masked = {
    text: bench.redactor.quote(text),
    ...(error === undefined ? {} : { error: bench.redactor.text(error) }),
  };
  const kept = { ...outcome, ...masked };
  const event: ExchangeEvent = {
    type: 'exchange',
    id,
    target: bench.loaded.descriptor.name,
    instance: plan.instance,
    purpose: plan.purpose,
    place: plan.place,
    ...(plan.fault === undefined || plan.fault === 'none' ? {} : { fault: plan.fault }),
    delta: plan.delta.map(describeOp),
    ...(shared.length === 0 ? {} : { shared: shared.map(describeOp) }),
    ...(made.proof === undefined ? {} : { proof: decodeProof(bench, made.proof) }),
    outcome: kept,
    ...shown,
    ...(isShown(plan.place, transcript, kept, shown.lawful) ? {} : { isCarried: true }),
    ...binding,
    transcript,
  };
  bench.emit(event);
  if (exchange.response !== undefined) bench.watch(event, exchange.response);
  return id;
}

/** What counts as the lawful answer, where the outcome depends on it. */
function lawfulShown(
  { redactor }: Bench,
  { status, contains, mediaTypes }: LawfulAnswer,
  { response }: WireExchange,
): Pick<ExchangeEvent, 'lawful'> {
  if (response === undefined || (response.status !== status && !isSuccess(response.status))) return {};
  if (status === undefined && contains === undefined && mediaTypes === undefined) return {};
  return {
    lawful: {
      ...(status === undefined ? {} : { status }),
      ...(contains === undefined ? {} : { contains: redactor.text(contains) }),
      ...(mediaTypes === undefined ? {} : { mediaTypes: [...mediaTypes] }),
    },
  };
}

function bindingShown({ redactor }: Bench, place: Place, { response }: WireExchange): Pick<ExchangeEvent, 'binding'> {
  const binding = response === undefined ? undefined : bindingIn(place, response);
  if (binding === undefined) return {};
  return { binding: binding.jkt === undefined ? {} : { jkt: redactor.value(binding.jkt) } };
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
