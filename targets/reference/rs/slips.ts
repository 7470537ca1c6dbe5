import { headerLines, type Incoming } from '../net/message.ts';
import type { Defect, Defects } from '../defects.ts';

/** What each guard lets pass to a check that asks for no proof. The group is the access token. */
const slips: readonly (readonly [defect: Defect, line: RegExp])[] = [
  ['scheme-lower-slips', /^dpop ([^ \t]+)$/],
  ['scheme-upper-slips', /^DPOP ([^ \t]+)$/],
  ['scheme-spaces-slip', /^DPoP {2,}([^ \t]+)$/],
  ['scheme-tab-slips', /^DPoP\t([^ \t]+)$/],
  ['scheme-absent-slips', /^([^ \t]+)$/],
  ['scheme-unknown-slips', /^(?!dpop|bearer)[^ \t]+ ([^ \t]+)$/i],
  ['bearer-spaces-slip', /^Bearer {2,}([^ \t]+)$/],
  ['bearer-tab-slips', /^Bearer\t([^ \t]+)$/],
];

/** The access token of a request whose credentials a defect does not recognise as those of DPoP. */
export function slippedToken(request: Incoming, defects: Defects): string | undefined {
  const [line, ...more] = headerLines(request, 'authorization');
  if (line === undefined || more.length > 0) return undefined;
  const found = slips.find(([defect, pattern]) => defects.has(defect) && pattern.test(line));
  return found?.[1].exec(line)?.[1];
}
