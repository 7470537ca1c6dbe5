import { styleText } from 'node:util';
import type { CampaignProgress } from '../fuzz/campaign-settings.ts';
import type { Finding, Preflight } from '../record/schema.ts';
import { plainText } from '../report/plain.ts';
import { notRunText } from '../runner/run-target.ts';
import { type CliContext, print, usesColor } from './context.ts';

/** Tells how a run goes on: one live line on a terminal, plain lines for what matters elsewhere. Goes to stderr. */
export type Progress = {
  readonly finding: (finding: Finding, done: number, total: number) => void;
  readonly preflight: (event: Preflight) => void;
  /** How far a campaign is: on the live line, elsewhere a line now and then. */
  readonly campaign: (target: string, done: CampaignProgress) => void;
  readonly log: (line: string) => void;
  readonly end: () => void;
};

/** Milliseconds between two plain lines of a campaign. */
const lineEvery = 30_000;

const marks = { fail: 'red', warn: 'yellow', blocked: 'magenta', error: 'magenta' } as const;

const clearLine = '\r\u001b[2K';

function campaignOn(stderr: CliContext['stderr'], live: boolean, dim: (text: string) => string): Progress['campaign'] {
  const tell = live
    ? (line: string): unknown => stderr.write(`${clearLine}${dim(line)}`)
    : nowAndThen((line) => print(stderr, line));
  return (target, { plans, requests, findings }) =>
    void tell(`${target}  fuzzing: ${plans} plans, ${requests} requests, ${findings} findings`);
}

function nowAndThen(tell: (line: string) => void): (line: string) => void {
  let toldAt = performance.now();
  return (line) => {
    if (performance.now() - toldAt < lineEvery) return;
    toldAt = performance.now();
    tell(line);
  };
}

export function createProgress(context: CliContext): Progress {
  const { stderr, env } = context;
  const live = stderr.isTTY === true && env['CI'] === undefined;
  const color = usesColor(stderr, env);
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const clear = (): void => {
    if (live) stderr.write(clearLine);
  };
  return {
    campaign: campaignOn(stderr, live, (text) => paint('dim', text)),
    finding: (finding, done, total) => {
      clear();
      const style = marks[finding.verdict as keyof typeof marks] as (typeof marks)[keyof typeof marks] | undefined;
      // What kept a whole place from being run has been told once already.
      const told = finding.waiver !== undefined || finding.reason.startsWith(notRunText);
      if (style !== undefined && !told)
        print(stderr, `${paint(style, finding.verdict.padEnd(7))} ${finding.target}/${finding.instance}`);
      if (live)
        stderr.write(
          `${paint('dim', `${finding.target}  ${done}/${total}`)}  ${finding.instance}`.slice(
            0,
            (stderr.columns ?? 80) + 8,
          ),
        );
      else if (done === total) print(stderr, `${finding.target}: ${total} of ${total} done`);
    },
    preflight: ({ target, problems }) => {
      clear();
      for (const { severity, message } of problems) {
        print(stderr, `${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${target}: ${plainText(message)}`);
      }
    },
    log: (line) => {
      if (env['PROOFMARK_DEBUG'] === undefined) return;
      clear();
      print(stderr, paint('dim', line));
    },
    end: clear,
  };
}
