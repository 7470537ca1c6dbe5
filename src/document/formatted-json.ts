/** Writes JSON as Prettier does: a list of plain values is on one line where it fits. */
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
