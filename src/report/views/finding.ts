import type { Finding, RunStarted } from '../../record/schema.ts';
import type { GateWord } from '../../record/scope.ts';
import { againstBy } from '../../verdict/against.ts';
import { seenTitle } from '../../verdict/problems/seen-title.ts';
import { type Status, statusOf } from '../../verdict/status.ts';
import { replayLine } from '../text/shell.ts';

export type FindingView = {
  readonly finding: Finding;
  readonly status: Status;
  /** What was seen: the title of the case, or its contrary where it is broken. */
  readonly seen: string;
  /** `target/instance`, and the name of its deep link. */
  readonly key: string;
  readonly replay: string;
  /** By which word of the gate it counts against the target. */
  readonly against: GateWord | undefined;
  /** The verdict with what a reader has to know of it: `fail, waived`, `warn, crash`, `skip, new`. */
  readonly label: string;
};

export function findingView(finding: Finding, { failOn }: RunStarted, recordPath: string): FindingView {
  const { target, instance } = finding;
  return {
    finding,
    status: statusOf(finding),
    seen: seenTitle(finding),
    key: `${target}/${instance}`,
    replay: replayLine(recordPath, target, instance),
    against: againstBy(finding, failOn),
    label: labelOf(finding),
  };
}

function labelOf(finding: Finding): string {
  const { verdict, crash, news } = finding;
  const isWaived = statusOf(finding) === 'waived';
  return [verdict, isWaived && 'waived', crash === true && 'crash', news === true && 'new'].filter(Boolean).join(', ');
}
