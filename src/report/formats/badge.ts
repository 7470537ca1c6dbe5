import { makeBadge } from 'badge-maker';
import type { RunRecord } from '../../record/schema.ts';
import { type ReportModel, reportModel } from '../model.ts';
import { fingerprint } from '../text/fingerprint.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { cut, plainText } from '../text/plain.ts';

/** The answer of an endpoint for shields.io. */
export function renderBadgeJson(record: RunRecord): string {
  return `${harmlessJson({ schemaVersion: 1, ...badgeOf(reportModel(record)) }, 2)}\n`;
}

export function renderBadgeSvg(record: RunRecord): string {
  const badge = badgeOf(reportModel(record));
  // Several badges may stand in one page, where their ids must differ.
  return `${makeBadge({ ...badge, style: 'flat', idSuffix: fingerprint(badge.message) })}\n`;
}

const colors = {
  good: 'brightgreen',
  partial: 'lightgrey',
  bad: 'red',
  unsure: 'orange',
  measured: 'lightgrey',
} as const;

/** Only a whole, good run looks green, and not one of a server that crashes. */
function badgeOf({ gate, targets }: ReportModel) {
  const isCrashing = targets.some((target) => target.isCrashing);
  return {
    label: 'RFC 9449 DPoP',
    message: plainText(cut(`${gate.title.slice(0, 1).toLowerCase()}${gate.title.slice(1)}`, 120)),
    color: gate.tone === 'good' && isCrashing ? 'yellow' : colors[gate.tone],
  };
}
