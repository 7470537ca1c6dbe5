import type { Finding, FuzzSummary } from '../../record/schema.ts';
import type { ClientStage } from '../../runner/client/stage.ts';
import { explore, type Seen } from './explore.ts';
import { createPostureReporter } from './findings/report.ts';
import type { Ground } from './findings/trial.ts';
import { demandsFor } from './oracle/demands.ts';
import type { PostureCampaign } from './settings.ts';
import { placesOf } from './vocabulary/worth-trying.ts';

export type PostureResult = { readonly findings: readonly Finding[]; readonly summary: FuzzSummary };

/**
 * First each task against lawful servers, then single changes for which there is a reason, then scenes at random. What they come upon
 * is shrunk and confirmed when all have been played. Same seed and same client: same findings.
 */
export async function runPostureCampaign(campaign: PostureCampaign): Promise<PostureResult> {
  const { stage, grading, suites, emit, firstIndex } = campaign;
  const mayWait = stage.descriptor.dress === 'page';
  const quiet: ClientStage = { ...stage, emit: () => {} };
  const ground: Ground = { quiet, grading, demandsOf: demandsFor(suites, { mayWait }) };
  const seen = await explore(campaign, ground);
  const reporter = createPostureReporter({ ...campaign, ground, tasks: seen.tasks, firstIndex });
  await reporter.report([...seen.kept.values()]);
  const { findings } = reporter;
  const summary = summaryOf(campaign, seen, findings.length);
  emit(summary);
  return { findings, summary };
}

function summaryOf({ stage, seed }: PostureCampaign, seen: Seen, findings: number): FuzzSummary {
  const places = [...new Set(seen.tasks.flatMap(placesOf))];
  return {
    type: 'fuzz',
    target: stage.name,
    seed,
    places,
    plans: { ...seen.counts, either: 0 },
    requests: seen.requests,
    findings,
    stopped: seen.stopped,
    ...(seen.isCut ? { cut: true } : {}),
  };
}
