/** JSON text as the formatter has it: lists of plain values stand on one line where they fit. */
export function formattedJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2).replaceAll(
    /^( *(?:"[^"]*": )?)\[([^[\]{}]*)\](,?)$/gm,
    (whole, start: string, items: string, end: string) => {
      const line = `${start}[${items.trim().replaceAll(/,\s+/g, ', ')}]${end}`;
      return line.length > 120 ? whole : line;
    },
  );
  return `${json}\n`;
}
