import { styleText } from 'node:util';
import type { HostEvents } from '../app/host.ts';
import type { Obstacle } from '../record/obstacle.ts';
import { obstacleDetails } from '../verdict/obstacle-words.ts';
import { notRunText } from '../verdict/judgement.ts';
import type { Finding } from '../record/schema.ts';
import { plainText } from '../report/text/plain.ts';
import { type CliContext, print, usesColor } from './context.ts';

/** Shows the progress of a run on stderr: one live line on a terminal, and plain lines for important events elsewhere. */
export type Progress = Pick<HostEvents, 'preflight' | 'finding' | 'campaign' | 'log' | 'ended'>;

/** Milliseconds between two plain lines of a campaign. */
const lineEvery = 30_000;

const marks = { fail: 'red', warn: 'yellow', blocked: 'magenta', error: 'magenta' } as const;

const clearLine = '\r\u001b[2K';

/** The output for progress, and its style. */
type Screen = {
  readonly stderr: CliContext['stderr'];
  readonly isLive: boolean;
  readonly paint: (style: Parameters<typeof styleText>[0], text: string) => string;
  readonly clear: () => void;
};

export function createProgress({ stderr, env }: Pick<CliContext, 'stderr' | 'env'>): Progress {
  const isLive = stderr.isTTY === true && env['CI'] === undefined;
  const hasColor = usesColor(stderr, env);
  const paint: Screen['paint'] = (style, text) => (hasColor ? styleText(style, text, { validateStream: false }) : text);
  const clear = (): void => {
    if (isLive) stderr.write(clearLine);
  };
  const screen = { stderr, isLive, paint, clear };
  return {
    preflight: ({ target, obstacles }) => {
      clear();
      for (const obstacle of obstacles) printObstacle(screen, target, obstacle);
    },
    finding: (finding, done, total) => {
      clear();
      printFinding(screen, finding);
      showCount(screen, finding, done, total);
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

/** The reason why no case of a place could run is printed once, with the preflight. */
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

function showCount(
  { stderr, isLive, paint }: Screen,
  { target, instance }: Finding,
  done: number,
  total: number,
): void {
  const line = `${paint('dim', `${target}  ${done}/${total}`)}  ${instance}`;
  if (isLive) stderr.write(line.slice(0, (stderr.columns ?? 80) + 8));
  else if (done === total) print(stderr, `${target}: ${total} of ${total} done`);
}

/** Updates the live line, or prints a line now and then where there is none. */
function showCampaign({ stderr, isLive, paint }: Screen): Progress['campaign'] {
  const show = isLive
    ? (line: string): unknown => stderr.write(`${clearLine}${paint('dim', line)}`)
    : nowAndThen((line) => print(stderr, line));
  return (target, { plans, requests, findings }) =>
    void show(`${target}  fuzzing: ${plans} plans, ${requests} requests, ${findings} findings`);
}

function nowAndThen(show: (line: string) => void): (line: string) => void {
  let shownAt = performance.now();
  return (line) => {
    if (performance.now() - shownAt < lineEvery) return;
    shownAt = performance.now();
    show(line);
  };
}
