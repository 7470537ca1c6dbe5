import type { ProductResult } from './products-page.ts';

/** What a page of results says, read back: the rows of products whose records are not at hand stay as they are. */
export function productsKept(page: string): readonly ProductResult[] {
  const [, ...chapters] = page.split(/^## /m);
  return chapters.flatMap((chapter) => {
    const role = chapter.startsWith('Clients') ? 'client' : 'server';
    const [table = '', ...details] = chapter.split(/^### /m);
    const [head = [], , ...rows] = rowsOf(table);
    return rows.map((row) => productOf(role, head, row, details));
  });
}

function productOf(
  role: ProductResult['role'],
  head: readonly string[],
  [link = '', version = '', date = '', ...cells]: readonly string[],
  details: readonly string[],
): ProductResult {
  const name = link.slice(1, link.indexOf(']('));
  const detail = details.find((one) => one.startsWith(`${name} ${version}\n`));
  const cases = /^(\d+) cases\.$/m.exec(detail ?? '')?.[1];
  if (detail === undefined || cases === undefined) throw new Error(`${name} ${version} has a row and nothing below it`);
  const sections = head.slice(3).flatMap((heading, at) => {
    const cell = cells[at] ?? '–';
    return cell === '–' ? [] : [[heading, tallyOf(cell)] as const];
  });
  const problems = rowsOf(detail).slice(2).map(problemOf);
  return { name, version, role, date, cases: Number(cases), sections: new Map(sections), problems };
}

function problemOf([
  verdict = '',
  id = '',
  title = '',
  places = '',
  rule = '',
]: readonly string[]): ProductResult['problems'][number] {
  return { id: id.replaceAll('`', ''), verdict, title, rule, places: places === '' ? [] : places.split(', ') };
}

function tallyOf(cell: string): { readonly kept: number; readonly warned: number; readonly broken: number } {
  const count = (pattern: RegExp): number => Number(pattern.exec(cell)?.[1] ?? 0);
  return { kept: count(/^(\d+)/), warned: count(/(\d+) \*w\*/), broken: count(/(\d+) b\*\*/) };
}

/** The cells of each row of a table, its head and the line below it included. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}
