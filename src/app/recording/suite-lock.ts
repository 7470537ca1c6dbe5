import { judgeDigest } from '../../judge/behaviour.ts';
import type { SuiteLock } from '../../record/suite-lock.ts';
import type { Requirement } from '../../suite/catalogue.ts';
import { digestsOfCases, digestsOfProfiles, digestsOfRows } from '../../suite/lock.ts';
import type { Profile } from '../../suite/profile.ts';
import type { Suite } from '../../suite/schema.ts';
import { policyDigest } from '../../verdict/policy-digest.ts';
import { readVersion } from '../version.ts';

/** What this build judges by. */
export function lockOf(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  profiles: readonly Profile[],
): SuiteLock {
  return {
    type: 'suite-lock',
    proofmark: readVersion(),
    cases: digestsOfCases(suites),
    requirements: digestsOfRows(catalogue),
    profiles: digestsOfProfiles(profiles),
    policy: policyDigest(),
    judge: judgeDigest(),
  };
}
