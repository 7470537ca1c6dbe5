import type { Bench } from '../bench/bench.ts';
import { defined } from '../defined.ts';
import type { Trouble } from '../preflight/inspection.ts';
import type { Obstacle } from '../record/obstacle.ts';
import type { Line } from './line.ts';

/** What keeps something from working, with the words of the target masked. */
export function lineOf(
  { loaded, redactor }: Bench,
  part: string,
  { message, at, said, tried, ...advice }: Trouble,
): Line {
  const masked = { said: said && redactor.quote(said), tried: tried && redactor.quote(tried) };
  const where = at && loaded.where(at);
  return { part, standing: 'bad', saw: redactor.quote(message), ...advice, ...defined({ ...masked, where }) };
}

/** What the preflight found; it is masked already. */
export function lineOfObstacle({ severity, place, message, ...advice }: Obstacle): Line {
  const standing = severity === 'error' ? 'bad' : 'look';
  return { part: place ?? 'target', standing, saw: message, ...defined(advice) };
}
