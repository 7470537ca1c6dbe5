import { inOrder } from '../record/fold.ts';
import type { RecordEvent, RunStarted } from '../record/schema.ts';
import { type Disorder, gatherDisorder } from '../verdict/crash.ts';
import type { Course } from '../verdict/doubts.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** What the end of a run follows from, kept while its record is written. */
export type Gathered = {
  readonly disorder: Disorder;
  readonly course: () => Course;
  readonly write: (event: RecordEvent) => void;
};

export function gathering(started: RunStarted, write: (event: RecordEvent) => void): Gathered {
  const course: Mutable<Course> = { started, preflights: [], findings: [], fuzzed: [], quirks: [], comparisons: [] };
  const disorder = gatherDisorder();
  return {
    disorder,
    course: () => ({ ...course, findings: inOrder(started, course.findings) }),
    write: (event) => {
      if (event.type === 'exchange') disorder.note(event);
      else if (event.type === 'coverage') course.coverage = event;
      else if (event.type === 'preflight') course.preflights.push(event);
      else if (event.type === 'finding') course.findings.push(event);
      else if (event.type === 'fuzz') course.fuzzed.push(event);
      else if (event.type === 'quirks') course.quirks.push(event);
      else if (event.type === 'comparison') course.comparisons.push(event);
      write(event);
    },
  };
}
