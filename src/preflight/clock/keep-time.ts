import type { Clock } from '../../bench/facts.ts';
import type { Sent } from '../../exchange/sent.ts';
import { againLate, noteWavering } from '../../exchange/wavering.ts';
import { type Inspection, warn } from '../inspection.ts';
import { bestOffset } from './best-offset.ts';
import { findOffset } from './find-offset.ts';
import { aheadOrBehind, bothTimes, type Said, saidBy } from './said.ts';
import { bareProbe, isTakenAt, plainProbe, type Probe, setClock, type Station } from './station.ts';

/**
 * Sends the plain lawful request, dated by the clock of the server. An offset counts once a request made by it was accepted:
 * the `Date` field may be another's, or wrong. Where it leads nowhere, the clock is looked for by trying.
 *
 * @returns the answer that shows whether the lawful request is accepted
 */
export async function inServersTime(station: Station): Promise<Sent> {
  const first = await station.attempt();
  const sent = await attemptLate(station, first);
  const answer = await byServersClock(station, sent);
  // Only now is it known from which clock proofs have to be dated back.
  if (sent !== first && sent.outcome.class === 'accepted') noteWavering(station.inspection.bench, station.place, first);
  return answer;
}

async function byServersClock(station: Station, first: Sent): Promise<Sent> {
  const said = saidBy(first);
  const isAccepted = first.outcome.class === 'accepted';
  const untimely = isAccepted ? await untimelyWithoutNonce(station) : first;
  if (isAccepted && untimely === undefined) {
    await settle(station, said);
    return first;
  }
  const probe = isAccepted ? bareProbe : plainProbe;
  const later = untimely && mayBeOfTime(untimely) ? await byAnotherClock(station, probe, untimely, said) : undefined;
  if (later !== undefined) return later;
  setClock(station, { offset: 0, isInStep: said?.offset === 0, isKnown: said?.offset === 0 });
  return first;
}

/** A clock that is a part of a second behind refuses what was made when a second began, and takes it at its end. */
async function attemptLate({ inspection: { bench }, place, isCostly, attempt }: Station, first: Sent): Promise<Sent> {
  if (first.outcome.class !== 'refused' || isCostly) return first;
  return againLate(bench, place, first, attempt);
}

/** The refusal of a proof without a nonce, where one is demanded and something else is blamed: perhaps its age. */
async function untimelyWithoutNonce(station: Station): Promise<Sent | undefined> {
  const { facts } = station.inspection.bench;
  if (station.isCostly || facts.nonce[station.place] !== 'required') return undefined;
  const bare = await station.once(bareProbe.ops);
  return bareProbe.isTaken(bare) ? undefined : bare;
}

/** The lawful request was accepted by our clock. */
async function settle(station: Station, said: Said | undefined): Promise<void> {
  if (said === undefined || said.offset === 0) return setClock(station, { isKnown: said !== undefined });
  const { offset } = said;
  if (!(await isTaken(station, offset))) {
    setClock(station, {});
    return warnOf(
      station,
      `by its Date field the server's clock is ${aheadOrBehind(offset)} (${bothTimes(offset)}), but a proof dated by it was refused and one dated by our clock accepted: the field is not believed`,
    );
  }
  const isNear = Math.abs(offset) <= limitOf(station.inspection);
  const kept = isNear ? offset : await steadyOffset(station, offset);
  setClock(station, { offset: kept, isInStep: isNear, isKnown: isNear });
  warnOf(station, `${offBy(offset)}, and proofs dated by either are accepted: ${consequence(station, offset)}`);
}

async function isTaken(station: Station, offset: number): Promise<boolean> {
  if (!(await isTakenAt(station, plainProbe, offset))) return false;
  return station.isCostly || isTakenAt(station, bareProbe, offset);
}

/** Seconds. Few windows reach farther: beyond it the server seems to look at no ages, and our clock is the better guess. */
const longestWindow = 1800;
/** Seconds of distance that keep a proof from being refused a moment later. */
const margin = 5;

/** Where both clocks are taken: the server's, but at the edge of what it takes the middle. */
async function steadyOffset(station: Station, offset: number): Promise<number> {
  if (Math.abs(offset) > longestWindow) return 0;
  const isSteady = await isTakenAt(station, plainProbe, offset + Math.sign(offset) * margin);
  return isSteady ? offset : Math.round(offset / 2);
}

/** The request was refused by our clock. */
async function byAnotherClock(
  station: Station,
  probe: Probe,
  refused: Sent,
  said: Said | undefined,
): Promise<Sent | undefined> {
  if (said !== undefined && said.offset !== 0) {
    const { offset } = said;
    const isNear = Math.abs(offset) <= limitOf(station.inspection);
    const sent = await attemptAt(station, probe, { offset, isInStep: isNear, isKnown: isNear });
    if (sent !== undefined) {
      const message = `${offBy(offset)}, and only proofs dated by the server's are accepted: ${consequence(station, offset)}`;
      warnOf(station, message);
      return sent;
    }
  }
  return station.isCostly ? undefined : bySearch(station, probe, refused);
}

/** The accepted answer to the plain request by that clock. */
async function attemptAt(station: Station, probe: Probe, clock: Clock): Promise<Sent | undefined> {
  setClock(station, clock);
  const sent = await station.attempt();
  if (sent.outcome.class !== 'accepted') return undefined;
  return probe === plainProbe || probe.isTaken(await station.once(probe.ops)) ? sent : undefined;
}

async function bySearch(station: Station, probe: Probe, refused: Sent): Promise<Sent | undefined> {
  const found = await findOffset(station, probe, refused);
  if (found === undefined) return undefined;
  const offset = await bestOffset(station, probe, found);
  const sent = await attemptAt(station, probe, { offset, isInStep: false, isKnown: false });
  if (sent === undefined) return undefined;
  warnOf(
    station,
    `proofs dated by our clock are refused, and ones dated ${Math.abs(offset)} s ${offset < 0 ? 'earlier' : 'later'} are accepted (${bothTimes(offset)}); no Date field shows it. All is dated so, and cases about iat are skipped. ${remedy}`,
  );
  return sent;
}

const remedy = 'Set the clock that is wrong.';

function offBy(offset: number): string {
  return `the server's clock is ${aheadOrBehind(offset)} by its Date field (${bothTimes(offset)})`;
}

function consequence({ inspection }: Station, offset: number): string {
  const limit = limitOf(inspection);
  return Math.abs(offset) <= limit
    ? `iat is corrected by it. ${remedy}`
    : `more than clock.maxOffsetSeconds (${limit}), so cases about iat are skipped. ${remedy} If both are to stay as they are, raise clock.maxOffsetSeconds.`;
}

function limitOf({ bench }: Inspection): number {
  return bench.loaded.descriptor.clock.maxOffsetSeconds;
}

function warnOf({ inspection, role }: Station, message: string): void {
  warn(inspection, `${role === 'as' ? 'token' : 'resource'}: ${message}`);
}

/** Errors that no clock explains: the client, its grant or its scope are wrong, or the address is. */
const otherReasons = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_target',
  'insufficient_scope',
]);

function mayBeOfTime({ outcome }: Sent): boolean {
  if (outcome.class !== 'refused' || otherReasons.has(outcome.error ?? '')) return false;
  return outcome.status === 400 || outcome.status === 401 || outcome.status === 403;
}
