import { type QuirksFile, quirksVersion } from '../../record/quirk.ts';
import type { RunRecord } from '../../record/schema.ts';

/** `quirks.json`: what was measured, for programs and for a later comparison. */
export function renderQuirks({ started, quirks }: RunRecord): string {
  const file: QuirksFile = {
    quirksVersion,
    proofmark: started.proofmark,
    targets: quirks.map(({ type: _type, ...measured }) => {
      const { descriptor = '', digest = '' } = started.targets.find(({ name }) => name === measured.target) ?? {};
      return { ...measured, descriptor, digest };
    }),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
