import type { Invocation, Notification } from 'sarif';
import { remarkLines } from '../gate.ts';
import { headlineOf } from '../headline.ts';
import { alike, type ReportModel } from '../model.ts';
import { unjudgedFindings } from '../views/reported.ts';
import { message } from './message.ts';

/** Reasons why something was not judged, each with all that share it. */
const maxNotifications = 500;

/**
 * How the run went: its headline, what keeps it from being conclusive or whole, and what could not be judged. It has succeeded
 * where all that was asked for was judged, whatever was found.
 */
export function invocationOf(model: ReportModel, leftOut: number): Invocation {
  const { gate, started, finished } = model;
  const unjudged = unjudgedNotes(model);
  const notes: readonly Notification[] = [
    { level: headlineLevels[gate.tone], message: message(`${gate.title}. ${headlineOf(model)}`) },
    ...gate.doubts.map((text): Notification => ({ level: 'error', message: message(text) })),
    ...remarkLines(gate).map((text): Notification => ({ level: 'warning', message: message(text) })),
    ...(leftOut === 0
      ? []
      : [
          { level: 'warning' as const, message: message(`${leftOut} results more are left out. The record has them.`) },
        ]),
    ...unjudged.slice(0, maxNotifications),
    ...(unjudged.length > maxNotifications
      ? [
          {
            level: 'error' as const,
            message: message(`${unjudged.length - maxNotifications} reasons more are left out.`),
          },
        ]
      : []),
  ];
  return {
    executionSuccessful: finished !== undefined && gate.caveats.length === 0,
    ...(finished === undefined
      ? {}
      : {
          exitCode: finished.exitCode,
          endTimeUtc: finished.finishedAt,
          exitCodeDescription: message(gate.title).text,
        }),
    startTimeUtc: started.startedAt,
    commandLine: message(started.command).text,
    toolExecutionNotifications: [...notes],
  };
}

const headlineLevels = { good: 'note', partial: 'warning', bad: 'error', unsure: 'error', measured: 'note' } as const;

function unjudgedNotes(model: ReportModel): readonly Notification[] {
  return alike(unjudgedFindings(model)).flatMap((group): readonly Notification[] => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.slice(0, 5).map(({ key }) => key);
    const which =
      group.length > names.length ? `${names.join(', ')} and ${group.length - names.length} more` : names.join(', ');
    return [{ level: 'error', message: message(`${which}: ${first.label}: ${first.finding.reason}`) }];
  });
}
