import { styleText } from 'node:util';
import type { HostEvents } from '../app/host.ts';
import type { Obstacle } from '../record/obstacle.ts';
import { obstacleDetails } from '../verdict/obstacle-words.ts';
import { notRunText } from '../verdict/judgement.ts';
import type { Finding } from '../record/schema.ts';
import type { Loudness } from '../report/formats/console.ts';
import { plainText } from '../report/text/plain.ts';
import { type CliContext, print, usesColor } from './context.ts';

/** Shows the progress of a run on stderr: one live line on a terminal, and a plain line now and then elsewhere. */
export type Progress = Pick<HostEvents, 'preflight' | 'finding' | 'campaign' | 'log' | 'ended'>;

/** Milliseconds between two plain lines. */
const lineEvery = 30_000;

const marks = { fail: 'red', warn: 'yellow', blocked: 'magenta', error: 'magenta' } as const;

const clearLine = '\r\u001b[2K';

/** The output for progress, and its style. */
type Screen = {
  readonly stderr: CliContext['stderr'];
  readonly isLive: boolean;
  readonly isQuiet: boolean;
  readonly paint: (style: Parameters<typeof styleText>[0], text: string) => string;
  readonly clear: () => void;
};

export type ProgressOptions = {
  readonly loudness: Loudness;
  /** Prints what keeps cases from running as it is found out; where a summary follows, that shows it. */
  readonly showsObstacles: boolean;
};

export function createProgress(
  { stderr, env }: Pick<CliContext, 'stderr' | 'env'>,
  { loudness, showsObstacles }: ProgressOptions,
): Progress {
  const isLive = stderr.isTTY === true && env['CI'] === undefined && loudness !== 'quiet';
  const hasColor = usesColor(stderr, env);
  const paint: Screen['paint'] = (style, text) => (hasColor ? styleText(style, text, { validateStream: false }) : text);
  const clear = (): void => {
    if (isLive) stderr.write(clearLine);
  };
  const screen = { stderr, isLive, isQuiet: loudness === 'quiet', paint, clear };
  const showCount = countShower(screen);
  return {
    preflight: ({ target, obstacles }) => {
      clear();
      if (showsObstacles) for (const obstacle of obstacles) printObstacle(screen, target, obstacle);
    },
    finding: (finding, done, total) => {
      clear();
      if (loudness === 'verbose') printFinding(screen, finding);
      showCount(finding, done, total);
    },
    campaign: showCampaign(screen),
    log: (line) => {
      if (env['PROOFMARK_DEBUG'] === undefined) return;
      clear();
      print(stderr, paint('dim', line));
    },
    ended: clear,
  };
}

function printObstacle({ stderr, paint }: Screen, target: string, obstacle: Obstacle): void {
  const { severity, message } = obstacle;
  print(stderr, `${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${target}: ${plainText(message)}`);
  for (const [name, text] of obstacleDetails(obstacle)) print(stderr, `  ${paint('dim', name)} ${plainText(text)}`);
}

/** The reason why no case of a place could run is printed once, with the summary. */
function printFinding({ stderr, paint }: Screen, finding: Finding): void {
  const { verdict, target, instance, waiver } = finding;
  const style =
    finding.news === true
      ? 'yellow'
      : (marks[verdict as keyof typeof marks] as (typeof marks)[keyof typeof marks] | undefined);
  if (style === undefined || waiver !== undefined || finding.reason.startsWith(notRunText)) return;
  const mark = finding.crash === true ? ' (crash)' : finding.news === true ? ' (new)' : '';
  print(stderr, `${paint(style, verdict.padEnd(7))} ${target}/${instance}${mark}`);
}

const barWidth = 20;
/** So many cases have to be done before the time that is left is guessed. */
const enough = 20;

/** The live line of the cases: how far the run has come, how long it may take, and what it does. */
function countShower(screen: Screen) {
  const startedAt = new Map<string, number>();
  const show = shower(screen);
  return ({ target, instance }: Finding, done: number, total: number): void => {
    const now = performance.now();
    if (!startedAt.has(target)) startedAt.set(target, now);
    const took = now - (startedAt.get(target) ?? now);
    const filled = Math.round((barWidth * done) / Math.max(total, 1));
    const seconds = Math.ceil((took * (total - done)) / Math.max(done, 1) / 1000);
    // The first cases wait for what is made once, and say nothing of the others.
    const left = done >= enough && done < total ? `, about ${seconds} s left` : '';
    show(`${target} [${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${done}/${total}${left}  ${instance}`);
  };
}

function showCampaign(screen: Screen): Progress['campaign'] {
  const show = shower(screen);
  return (target, { plans, requests, findings }) =>
    show(`${target}  fuzzing: ${plans} plans, ${requests} requests, ${findings} findings`);
}

/** Updates the live line, or prints a line now and then where there is none. */
function shower({ stderr, isLive, isQuiet, paint }: Screen): (line: string) => void {
  if (isQuiet) return () => {};
  if (!isLive) return nowAndThen((line) => print(stderr, line));
  return (line) => void stderr.write(`${clearLine}${paint('dim', line.slice(0, (stderr.columns ?? 80) - 1))}`);
}

function nowAndThen(show: (line: string) => void): (line: string) => void {
  let shownAt = performance.now();
  return (line) => {
    if (performance.now() - shownAt < lineEvery) return;
    shownAt = performance.now();
    show(line);
  };
}
