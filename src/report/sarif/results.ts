import type { Result } from 'sarif';
import { defined } from '../../defined.ts';
import type { Finding, RunStarted } from '../../record/schema.ts';
import { seenTitle } from '../../verdict/problems/seen-title.ts';
import type { FindingView } from '../model.ts';
import { fingerprint } from '../text/fingerprint.ts';
import type { ProblemsByKey } from '../views/causes.ts';
import { placeInFile } from '../views/place-in-file.ts';
import { fileUri, message } from './message.ts';

/** Where the rules of a run stand in its list, what its problems are, and how it began. */
export type Places = {
  readonly rules: ReadonlyMap<string, number>;
  /** The problem that a finding shows, by its key. */
  readonly problems: ProblemsByKey;
  readonly started: RunStarted;
};

/**
 * A finding as a result. What counts against the gate is an error, whatever its verdict; a breach that does not count is an
 * error or a warning, as its verdict is; a waived one is suppressed, with the reason of its waiver.
 */
export function resultOf({ finding, against, status, label, key, replay }: FindingView, places: Places): Result {
  const { target, instance, place, reason, waiver, verdict } = finding;
  const ruleId = message(ruleIdOf(finding), 200).text;
  const id = fingerprint(target, instance);
  const ruleIndex = places.rules.get(ruleId);
  const problem = places.problems.get(key);
  const { file, line } = placeInFile(places.started, finding);
  return {
    ruleId,
    ...defined({ ruleIndex }),
    level: against !== undefined || verdict === 'fail' ? 'error' : 'warning',
    message: message(`${target}: ${label}: ${seenTitle(finding)}. ${reason}\nRepeat it: ${replay}`),
    locations: [
      {
        // GitHub shows no result without a place in a file. The descriptor is what a user has of the server.
        physicalLocation: {
          artifactLocation: { uri: fileUri(file) },
          region: { startLine: line },
        },
        logicalLocations: [
          { name: message(place, 200).text, fullyQualifiedName: message(`${target}/${place}`, 400).text },
        ],
      },
    ],
    // GitHub knows an alert by the first of them. Without it, it would take a hash of the line, which all share.
    partialFingerprints: {
      primaryLocationLineHash: `${id}:1`,
      'proofmarkFinding/v1': id,
      ...(problem === undefined ? {} : { 'proofmarkProblem/v1': fingerprint(target, problem.id) }),
    },
    ...(status === 'waived' && waiver !== undefined
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: message(waiver.reason).text }] }
      : {}),
    properties: {
      ...propertiesOf(finding, against ?? null),
      problem: problem === undefined ? null : { id: message(problem.id, 200).text, title: message(problem.title).text },
    },
  };
}

function propertiesOf(finding: Finding, against: string | null): NonNullable<Result['properties']> {
  const { target, instance, role, section, verdict, attribution, exchanges, requirements } = finding;
  return {
    target: message(target, 400).text,
    instance: message(instance, 400).text,
    role,
    section: message(section, 400).text,
    verdict,
    against,
    isCrash: finding.crash === true,
    isNewSkip: finding.news === true,
    ...defined({ attribution }),
    requirements: requirements.map(({ id }) => message(id, 200).text),
    exchanges: exchanges.slice(0, 20),
  };
}

/** The requirement that is asserted with the verdict of the finding, else its first. */
function ruleIdOf({ verdict, assertions, requirements }: Finding): string {
  const asserted = assertions
    .filter((assertion) => assertion.verdict === verdict)
    .map(({ requirement }) => requirement);
  const rule = requirements.find(({ id }) => asserted.includes(id)) ?? requirements[0];
  return rule?.id ?? 'no-requirement';
}
