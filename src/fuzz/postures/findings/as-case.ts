import { createHash } from 'node:crypto';
import { describeRule } from '../../../suite/client/describe.ts';
import type { PostureRule } from '../../../suite/client/posture.ts';
import { ClientCase } from '../../../suite/client/schema.ts';
import type { Demand } from '../oracle/demand.ts';
import { isLawfulPosture } from '../oracle/lawful-answers.ts';
import type { Scene } from '../vocabulary/draw.ts';

/**
 * A scene and what it has to keep, as a case of the suite language: what `run` takes, what is confirmed, replayed and saved. Its id
 * follows from its content, so that the same finding has the same name in every campaign.
 */
export function caseOfScene({ task, posture }: Scene, { title, checks, ...demand }: Demand): ClientCase {
  const digest = createHash('sha256')
    .update(JSON.stringify([checks, task, posture]))
    .digest('hex');
  return ClientCase.parse({
    ...demand,
    id: `fuzz-${digest.slice(0, 10)}`,
    title: titleOf(title, posture),
    checks,
    place: posture[0]?.at ?? 'resource',
    task,
    posture,
    isLawful: isLawfulPosture(posture),
  });
}

const longestTitle = 200;

/** What a correct client does, the client as its subject. */
function titleOf(demanded: string, posture: Scene['posture']): string {
  if (posture.length === 0) return `${demanded}, where all answers are lawful`;
  const title = `${demanded}, where this differs from lawful answers: ${posture.map(ruleText).join('; then ')}`;
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1)}…`;
}

function ruleText(rule: PostureRule): string {
  return describeRule(rule).replaceAll(/\s+/g, ' ');
}
