import type { Problem } from '../record/problem.ts';

/** The parts of a problem beside its sentence, with their names, in the order in which they are read. */
export function problemDetails({
  where,
  said,
  tried,
  fix,
}: Problem): readonly (readonly [name: string, text: string])[] {
  const all = [
    ['where', where],
    ['answer', said],
    ['tried', tried],
    ['fix', fix],
  ] as const;
  return all.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

/** A problem in one line. */
export function problemInWords(problem: Problem): string {
  return [problem.message, ...problemDetails(problem).map(([name, text]) => `${name}: ${text}`)].join('; ');
}
