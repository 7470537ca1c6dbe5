import type { CampaignProgress } from '../fuzz/campaign-settings.ts';
import type { Finding, Preflight, RunRecord } from '../record/schema.ts';

/** What a front end provides: its surroundings, and the events that it handles. The command line is a front end. */
export type Host = {
  readonly env: NodeJS.ProcessEnv;
  /** The folder where relative paths start. */
  readonly cwd: string;
  /** The command line that repeats the work, for the record. */
  readonly command: string;
  /** Ends a run early and in good order. */
  readonly signal: AbortSignal;
  readonly events: HostEvents;
};

/** Events of a run as they happen. Nothing in app/ prints. */
export type HostEvents = {
  /** The request was valid, and the first HTTP request follows. */
  readonly started: () => void;
  readonly preflight: (event: Preflight) => void;
  readonly finding: (finding: Finding, done: number, total: number) => void;
  /** The progress of a campaign, now and then. */
  readonly campaign: (target: string, done: CampaignProgress) => void;
  readonly log: (line: string) => void;
  /** The last request was answered, or the run broke off. */
  readonly ended: () => void;
  /** The record is complete; its reports are written next. */
  readonly recorded: (recorded: Recorded) => void | Promise<void>;
  /** Paths of the reports, relative to the host's folder. */
  readonly reported: (paths: readonly string[]) => void;
};

export type Recorded = {
  readonly record: RunRecord;
  /** Relative to the host's folder. */
  readonly recordPath: string;
};

/** The result of a run. */
export type Outcome = {
  readonly exitCode: number;
  /** Relative to the host's folder. */
  readonly recordPath: string;
  readonly reports: readonly string[];
};
