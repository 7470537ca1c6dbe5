import type { Need } from '../../suite/need.ts';
import type { Place } from '../../suite/schema.ts';
import { codeActions, signedCodeActions } from './code-actions.ts';
import { parActions } from './par-actions.ts';
import { confidentialRefreshActions, publicRefreshActions } from './refresh-actions.ts';
import { call, proofActions } from './proof-actions.ts';
import { resourceActions } from './resource-actions.ts';
import type { Action, Track } from './step.ts';

const cheap: readonly Need[] = [];

export const tracks: readonly Track[] = [
  { id: 'token', place: 'token', session: {}, needs: cheap, isCostly: false },
  { id: 'resource', place: 'resource', session: {}, needs: cheap, isCostly: false },
  { id: 'par', place: 'par', session: {}, needs: ['par'], isCostly: false },
  {
    id: 'code',
    place: 'token',
    session: { grant: 'authorization_code' },
    needs: ['authorization-code'],
    isCostly: true,
  },
  {
    id: 'code-signed',
    place: 'token',
    session: { client: 'assertion', grant: 'authorization_code' },
    needs: ['request-object'],
    isCostly: true,
    isOfGrantOnly: true,
  },
  {
    id: 'refresh-public',
    place: 'token',
    session: { client: 'public', grant: 'refresh_token' },
    needs: ['public-client', 'refresh-token'],
    isCostly: true,
  },
  {
    id: 'refresh-confidential',
    place: 'token',
    session: { client: 'confidential', grant: 'refresh_token' },
    needs: ['confidential-client', 'refresh-token'],
    isCostly: true,
  },
];

/** In which order sequences take turns on the tracks; those with logins come up less often. */
export const turns: readonly Track['id'][] = `
  token resource code resource refresh-public par token resource code token resource refresh-public par code
  refresh-confidential code-signed`
  .trim()
  .split(/\s+/);

/** What can be done on a track, of a target that offers these places; without replays where it says it lets them pass. */
export function actionsOf(track: Track, places: ReadonlySet<Place>, replays: boolean): readonly Action[] {
  const { place, isCostly } = track;
  if (track.isOfGrantOnly === true) return [call, ...ownActions(track.id)];
  const others = (['token', 'par', 'resource'] as const).filter((other) => other !== place && places.has(other));
  return [...proofActions(place, isCostly ? [] : others, { isCostly, replays }), ...ownActions(track.id)];
}

function ownActions(track: Track['id']): readonly Action[] {
  switch (track) {
    case 'resource':
      return resourceActions;
    case 'par':
      return parActions;
    case 'code':
      return codeActions;
    case 'code-signed':
      return signedCodeActions;
    case 'refresh-public':
      return publicRefreshActions;
    case 'refresh-confidential':
      return confidentialRefreshActions;
    default:
      return [];
  }
}
