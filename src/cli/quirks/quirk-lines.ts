import type { Quirk, Quirks, QuirksFile } from '../../record/quirk.ts';
import { plainText } from '../../report/text/plain.ts';
import { type Comparison, compareQuirks } from '../../report/quirks/diff.ts';
import { quirkKey, valueText } from '../../report/quirks/text.ts';
import type { CliContext } from '../context.ts';
import { alignedRows, type Paint, painter, widthOf, wrapped } from '../terminal.ts';

/** Every quirk with its value. Long values get lines of their own. */
export function quirkLines(context: CliContext, all: readonly Quirks[]): readonly string[] {
  const paint = painter(context);
  const width = widthOf(context);
  return all.flatMap(({ target, list, requests }) => [
    '',
    `${paint('bold', plainText(target))}  ${paint('dim', `${list.length} quirks, ${requests} requests`)}`,
    ...list.flatMap((quirk) => linesOf(quirk, paint, width)),
  ]);
}

const keyWidth = 34;

function linesOf(quirk: Quirk, paint: Paint, width: number): readonly string[] {
  const text = plainText(valueText(quirk.value));
  const shown = quirk.value.kind === 'unmeasured' ? paint('dim', text) : text;
  const key = `  ${quirkKey(quirk).padEnd(keyWidth)}`;
  if (text.length <= width - keyWidth - 4) return [`${key}  ${shown}`];
  return [key.trimEnd(), ...wrapped(shown, width - 6, '      ')];
}

/** Compares each target with its namesake in an earlier file, or with the only one there. Without a file, with the first. */
export function comparisonLines(
  context: CliContext,
  all: readonly Quirks[],
  before: QuirksFile | undefined,
): readonly string[] {
  const paint = painter(context);
  const [first, ...others] = all;
  if (before === undefined)
    return others.flatMap((other) =>
      first === undefined ? [] : sideBySide(first.target, other.target, compareQuirks(first.list, other.list), paint),
    );
  return all.flatMap(({ target, list }) => {
    const namesake = before.targets.find((one) => one.target === target);
    const old = namesake ?? (before.targets.length === 1 ? before.targets[0] : undefined);
    if (old === undefined) return ['', `${plainText(target)}: the file compared with has no such target`];
    return sideBySide(`${old.target}, before`, `${target}, now`, compareQuirks(old.list, list), paint);
  });
}

function sideBySide(one: string, other: string, { differences, compared, single }: Comparison, paint: Paint) {
  const names = [plainText(one), plainText(other)];
  const rows = differences.map(({ quirk, part, ...values }) => [
    `  ${quirkKey(quirk)}${part === undefined ? '' : `  ${plainText(part)}`}`,
    plainText(values.one),
    plainText(values.other),
  ]);
  const head = paint('bold', `${names.join(' against ')}: ${differences.length} differences in ${compared} quirks`);
  const unpaired = single.length === 0 ? [] : [paint('dim', `  measured in one only: ${single.join(', ')}`)];
  return ['', head, ...(rows.length === 0 ? [] : alignedRows([['', ...names], ...rows])), ...unpaired];
}
