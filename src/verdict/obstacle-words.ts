import type { Obstacle } from '../record/obstacle.ts';

/** The parts of a problem beside its sentence, with their names, in the order in which they are read. */
export function obstacleDetails({
  where,
  said,
  tried,
  fix,
}: Obstacle): readonly (readonly [name: string, text: string])[] {
  const all = [
    ['where', where],
    ['answer', said],
    ['tried', tried],
    ['fix', fix],
  ] as const;
  return all.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

/** A problem in one line. */
export function obstacleInWords(problem: Obstacle): string {
  return [problem.message, ...obstacleDetails(problem).map(([name, text]) => `${name}: ${text}`)].join('; ');
}
