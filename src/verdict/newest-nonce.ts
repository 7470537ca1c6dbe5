import type { ExchangeEvent } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import { nonceOf } from './answer.ts';
import { type CheckResult, result } from './check-result.ts';

/** What one exchange shows of nonces; times in milliseconds since the epoch. */
type Traffic = {
  readonly id: string;
  readonly role: 'as' | 'rs';
  readonly origin: string;
  readonly start: number;
  readonly end: number;
  readonly used: string | undefined;
  readonly given: string | undefined;
};

/** A nonce that an answer demanded: the same client is to send the same request again with it (RFC 9449 §8, §9). */
type Supplied = Pick<Traffic, 'end'> & { readonly nonce: string };

/** A lawful request with the nonce that was supplied to it just before. */
type Retried = { readonly by: Traffic; readonly supplied: Supplied };

export type NewestNonces = {
  /** Takes every exchange of the target, in the order in which they were answered. */
  readonly look: (event: ExchangeEvent) => void;
  readonly result: () => CheckResult & { readonly exchanges: readonly string[] };
};

/** A client sends its request again at once; a nonce that has waited may have expired. */
const atOnceMs = 2000;
/** So many requests may be under way beside one. */
const kept = 64;
/** What happens less often may be the moment at which a nonce expires. */
const occasions = { least: 3, leastShare: 0.02 };
const shownExchanges = 5;

/**
 * Counts how often the nonce that an answer at this place has just supplied was refused, where no other request can have
 * replaced it or used it up meanwhile.
 */
export function createNewestNonces(place: Place): NewestNonces {
  const recent: Traffic[] = [];
  const supplied = new Map<string, Supplied>();
  const refused: Retried[] = [];
  let accepted = 0;
  const isDisturbed = (retried: Retried): boolean => recent.some((other) => disturbs(other, retried));
  const note = (event: ExchangeEvent, traffic: Traffic): void => {
    const demanded = event.outcome.class === 'challenged' ? traffic.given : undefined;
    if (demanded === undefined && supplied.size === 0) return;
    const sender = senderOf(event);
    const before = supplied.get(sender);
    const isRetry = before !== undefined && before.nonce === traffic.used && before.end <= traffic.start;
    if (isRetry && traffic.start - before.end <= atOnceMs && isLawful(event)) {
      if (event.outcome.class === 'accepted') accepted += 1;
      const retried = { by: traffic, supplied: before };
      if (event.outcome.class === 'challenged' && !isDisturbed(retried)) refused.push(retried);
    }
    if (demanded === undefined) supplied.delete(sender);
    else supplied.set(sender, { nonce: demanded, end: traffic.end });
  };
  return {
    look: (event) => {
      const traffic = trafficOf(event);
      if (refused.length > 0) {
        const last = refused.slice(-kept);
        refused.splice(-kept, kept, ...last.filter((retried) => !disturbs(traffic, retried)));
      }
      if (event.place === place) note(event, traffic);
      recent.push(traffic);
      if (recent.length > kept) recent.shift();
    },
    result: () => ({ ...concluded(refused, accepted), exchanges: refused.slice(0, shownExchanges).map(idOf) }),
  };
}

function idOf({ by }: Retried): string {
  return by.id;
}

function concluded(refused: readonly Retried[], accepted: number): CheckResult {
  const expected = 'the nonce that the server has just supplied, accepted';
  const tries = refused.length + accepted;
  if (tries === 0) return result(undefined, expected, 'No nonce was demanded and then used at once');
  const got = `refused ${refused.length} times of ${tries}, with nothing else under way`;
  if (refused.length < occasions.least || refused.length / tries < occasions.leastShare)
    return result(true, expected, got);
  const guess = `${got}; several instances behind one name may not share their nonces`;
  return accepted === 0 ? result(false, expected, got) : { ok: false, expected, got: guess, atMost: 'warn' };
}

/** Several watches look at the same exchange, one for each place. */
const known = new WeakMap<ExchangeEvent, Traffic>();

function trafficOf(event: ExchangeEvent): Traffic {
  const traffic = known.get(event) ?? readTraffic(event);
  known.set(event, traffic);
  return traffic;
}

function readTraffic({ id, place, proof, transcript }: ExchangeEvent): Traffic {
  const { request, response, startedAt, totalMs } = transcript;
  const start = Date.parse(startedAt);
  const used = memberOf(proof?.payload, 'nonce');
  return {
    id,
    role: roleOf(place as Place),
    origin: URL.parse(request.url)?.origin ?? '',
    start,
    end: start + totalMs,
    used: typeof used === 'string' ? used : undefined,
    given: response === undefined ? undefined : nonceOf(response),
  };
}

/** Another request at the same server, under way meanwhile, may have replaced the nonce or used it up. */
function disturbs(other: Traffic, { by, supplied }: Retried): boolean {
  if (other.id === by.id || (other.role !== by.role && other.origin !== by.origin)) return false;
  if (other.start >= by.end || other.end <= supplied.end) return false;
  return other.used === supplied.nonce || (other.given !== undefined && other.given !== supplied.nonce);
}

/** Who sends: the same case with the same key and the same client. */
function senderOf({ instance, proof, transcript: { request } }: ExchangeEvent): string {
  const credentials = request.fields.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const client = new URLSearchParams(request.body ?? '').get('client_id');
  return JSON.stringify([instance, memberOf(proof?.header, 'jwk'), credentials, client]);
}

function isLawful({ delta, shared = [] }: ExchangeEvent): boolean {
  return delta.length === 0 && shared.length === 0;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
