import type { Finding, RecordEvent } from '../../../record/schema.ts';
import { type ClientGrading, gradeRows } from '../../../runner/client/instances.ts';
import type { ClientCaseInstance } from '../../../runner/client/run-cases.ts';
import type { ClientStage } from '../../../runner/client/stage.ts';
import { toClientFinding } from '../../../runner/client/to-client-finding.ts';
import type { ClientCase } from '../../../suite/client/schema.ts';
import type { Task } from '../../../suite/client/task.ts';
import type { Suite } from '../../../suite/schema.ts';
import { judgedByClient } from '../../../verdict/weigh.ts';
import { tryCaseAlone } from './confirm.ts';
import { shrinkScene } from './shrink.ts';
import { explanationOf } from './explained.ts';
import { isSaid, opsIn, type Sighting } from './sighting.ts';
import type { Ground } from './trial.ts';

type Reporting = {
  readonly stage: ClientStage;
  readonly ground: Ground;
  readonly grading: ClientGrading;
  readonly tasks: readonly Task[];
  readonly known: readonly Finding[];
  readonly firstIndex: number;
  readonly emit: (event: RecordEvent) => void;
};

export type PostureReporter = {
  readonly findings: readonly Finding[];
  /** Shrinks and confirms what was seen, one after the other, and emits the findings. */
  readonly report: (sightings: readonly Sighting[]) => Promise<void>;
};

export function createPostureReporter(reporting: Reporting): PostureReporter {
  const { stage, ground, tasks, known, emit, firstIndex } = reporting;
  const findings: Finding[] = [];
  const isOver = (): boolean => stage.signal.aborted;
  return {
    findings,
    report: async (sightings) => {
      // The simple ones first: they may explain the others.
      const inOrder = sightings.toSorted((a, b) => opsIn(a.scene) - opsIn(b.scene));
      for (const sighting of inOrder) {
        if (isOver() || isSaid([...known, ...findings], sighting)) continue;
        const shrunk = await shrinkScene(ground, sighting, { tasks, isOver });
        const small = (await explanationOf(ground, shrunk)) ?? shrunk;
        if (isSaid([...known, ...findings], small)) continue;
        const finding = await confirmedFinding(reporting, small, firstIndex + findings.length);
        findings.push(finding);
        emit(finding);
      }
    },
  };
}

async function confirmedFinding(
  { stage, grading }: Reporting,
  { case: item, origin }: Sighting,
  index: number,
): Promise<Finding> {
  const instance = instanceOf(item, grading, index);
  const startedAt = performance.now();
  const { result, seen, of } = await tryCaseAlone(stage, instance, 'client-confirmation');
  const finding = toClientFinding(stage, instance, result, performance.now() - startedAt);
  return { ...finding, fuzz: { ...origin, seen, of } };
}

const fuzzSuite: Omit<Suite, 'clientCases'> = {
  id: 'fuzz',
  title: 'Found by fuzzing',
  section: 'RFC 9449 §4.2',
  cases: [],
};

function instanceOf(item: ClientCase, grading: ClientGrading, index: number): ClientCaseInstance {
  return {
    kind: 'case',
    case: item,
    id: `${item.id}@${item.place}`,
    suite: { ...fuzzSuite, clientCases: [item] },
    requirements: gradeRows(judgedByClient(item), grading),
    index,
  };
}
