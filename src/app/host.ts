import type { CampaignProgress } from '../fuzz/campaign-settings.ts';
import type { Finding, Preflight, RunRecord } from '../record/schema.ts';

/** What a front end gives: its surroundings, and what it wants to hear. The command line is one, a CI action another. */
export type Host = {
  readonly env: NodeJS.ProcessEnv;
  /** Relative paths start here. */
  readonly cwd: string;
  /** The command line that repeats the work, for the record. */
  readonly command: string;
  /** Ends a run early and in good order. */
  readonly signal: AbortSignal;
  readonly events: HostEvents;
};

/** What happens, while it happens. Nothing in app/ prints. */
export type HostEvents = {
  /** All that was asked for is sound: the first request follows. */
  readonly started: () => void;
  readonly preflight: (event: Preflight) => void;
  readonly finding: (finding: Finding, done: number, total: number) => void;
  /** How far a campaign is, now and then. */
  readonly campaign: (target: string, done: CampaignProgress) => void;
  readonly log: (line: string) => void;
  /** The last request is answered, or the run broke off. */
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

/** What a run comes to. */
export type Outcome = {
  readonly exitCode: number;
  /** Relative to the host's folder. */
  readonly recordPath: string;
  readonly reports: readonly string[];
};
