import type { BasisOf } from '../../record/basis.ts';
import type { ExchangeEvent, Finding } from '../../record/schema.ts';
import { watchVerdict } from '../watch.ts';
import { watchAgain } from './watching.ts';

type WatchFinding = Finding & { readonly basis: BasisOf<'watch'> };

/** Watches of a run of several parts, judged by the answers of all parts together. */
export type WatchedAnew = {
  /** Takes every exchange, in the order of the record. */
  readonly look: (event: ExchangeEvent) => void;
  readonly findings: () => readonly Finding[];
};

export function watchAnew(findings: readonly WatchFinding[]): WatchedAnew {
  const watching = watchAgain(findings);
  let seen = 0;
  return {
    look: (event) => {
      if (event.transcript.response !== undefined) seen += 1;
      watching.look(event);
    },
    findings: () =>
      findings.map((finding) => {
        const { attribution: _part, ...rest } = finding;
        const { verdict, reason, assertions, exchanges } = watchVerdict(
          watching.resultOf(finding),
          finding.basis.blocked,
        );
        return {
          ...rest,
          verdict,
          reason,
          assertions: [...assertions],
          exchanges: [...exchanges],
          basis: { ...finding.basis, seen },
        };
      }),
  };
}
