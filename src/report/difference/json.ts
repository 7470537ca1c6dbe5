import {
  isUncertain,
  isWorse,
  type RunDifference,
  type TargetDifference,
} from '../../verdict/difference/difference.ts';
import type { Snapshot } from '../../verdict/difference/snapshot.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { differenceVersion } from './schema.ts';
import { differenceView } from './view.ts';

/** A comparison of two runs for programs. `difference.schema.json` beside this file is its JSON Schema. */
export function renderDifferenceJson(difference: RunDifference): string {
  const { headline, caveats } = differenceView(difference);
  const { before, after, targets, onlyBefore, onlyAfter } = difference;
  const json = harmlessJson(
    {
      differenceVersion,
      headline,
      isWorse: isWorse(difference),
      isUncertain: isUncertain(difference),
      before,
      after,
      caveats,
      onlyBefore,
      onlyAfter,
      targets: targets.map(targetJson),
    },
    2,
  );
  // Printed in a step of GitHub Actions, `##[` would begin one of its older commands.
  return `${json.replaceAll('##[', String.raw`#\u0023[`)}\n`;
}

function targetJson({ before, after, ...difference }: TargetDifference): object {
  return { before: sideJson(before), after: sideJson(after), ...difference };
}

function sideJson({ target, tone, scope, isFuzzed }: Snapshot): object {
  return { target, tone, scope, isFuzzed };
}
