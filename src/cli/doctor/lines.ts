import type { Diagnosis } from '../../app/doctor.ts';
import { type Line, type Standing, standings } from '../../doctor/line.ts';
import { plainText } from '../../report/text/plain.ts';
import { exitCodes } from '../../verdict/exit-code.ts';
import { type CliContext, print } from '../context.ts';
import { painter, type Paint, widthOf, wrapped } from '../terminal.ts';

const marks: Readonly<Record<Standing, string>> = { good: 'ok', bad: 'NO', look: '?', fact: '·' };
const styles = { good: 'green', bad: 'red', look: 'yellow', fact: 'dim' } as const;

/** Prints each line as it comes: a heading for each target, and the part where a new one begins. */
export function createPrinter(context: CliContext): { readonly onLine: (target: string, line: Line) => void } {
  const paint = painter(context);
  const width = widthOf(context);
  let before = { target: '', part: '' };
  return {
    onLine: (target, line) => {
      const heading = target === before.target ? [] : ['', paint('bold', plainText(target))];
      const isNew = target !== before.target || line.part !== before.part;
      before = { target, part: line.part };
      for (const text of [...heading, ...textOf(line, { isNew, paint, width })]) print(context.stdout, text);
    },
  };
}

type Shown = { readonly isNew: boolean; readonly paint: Paint; readonly width: number };

const margin = 17;

function textOf(line: Line, { isNew, paint, width }: Shown): readonly string[] {
  const { part, standing, saw, said, tried, where, fix } = line;
  const mark = paint(styles[standing], marks[standing].padEnd(2));
  const indent = ' '.repeat(margin);
  const [first = '', ...more] = wrapped(plainText(saw), width - margin);
  const head = `  ${(isNew ? part : '').padEnd(margin - 5)}${mark} ${first}`;
  const notes = [
    ...(said === undefined ? [] : [`the server says: ${said}`]),
    ...(tried === undefined ? [] : [`tried too: ${tried}`]),
    ...(where === undefined || where === '' ? [] : [`at ${where}`]),
    ...(fix === undefined ? [] : [`→ ${fix}`]),
  ];
  return [
    head,
    ...more.map((text) => indent + text),
    ...notes.flatMap((note) => wrapped(plainText(note), width - margin - 2, `${indent}  `)),
  ];
}

/** How many things stand how, and the next step. */
export function closingLines(context: CliContext, { examined, exitCode }: Diagnosis): readonly string[] {
  const paint = painter(context);
  if (exitCode === exitCodes.interrupted) return ['', 'Interrupted: not everything was looked at.'];
  return examined.flatMap(({ target, path, lines }) => {
    const counted = standings.map((standing) => lines.filter((line) => line.standing === standing).length);
    const [bad = 0, look = 0, good = 0] = counted;
    const verdict =
      bad > 0
        ? paint('red', `${bad} of these ${bad === 1 ? 'keeps' : 'keep'} cases from being judged`)
        : paint('green', 'everything works that a run needs');
    const rest = `${good} in order${look > 0 ? `, ${look} to look at` : ''}`;
    const next = /^https?:/.test(path) ? `proofmark init ${path}` : `proofmark run ${path}`;
    return ['', `${plainText(target)}: ${verdict} (${rest})`, ...(bad > 0 ? [] : [`next: ${plainText(next)}`])];
  });
}
