export type SpecPart = { readonly text: string; readonly href?: string };

const reference =
  /RFC ?(?<rfc>\d{3,5})(?:,? (?:§{1,2} ?|[Ss]ection )?(?<first>\d+(?:\.\d+)*))?|(?<![\w.-]|\b(?:checks?|steps?|Fig\.|Figure|Note) )(?<next>\d+(?:\.\d+)*)(?!\w)/g;

/**
 * The text of a requirement's section, cut so that each section of an RFC in it carries its address. `RFC9449 4.3 check
 * 9 / 4.2 (RFC3986 6.2.2)` has three; the number of a check, a step or a figure is no section.
 */
export function specParts(section: string): readonly SpecPart[] {
  const parts: SpecPart[] = [];
  let rfc: string | undefined;
  let end = 0;
  for (const match of section.matchAll(reference)) {
    const { rfc: named, first, next } = match.groups ?? {};
    rfc = named ?? rfc;
    if (rfc === undefined) continue;
    if (match.index > end) parts.push({ text: section.slice(end, match.index) });
    parts.push({ text: match[0], href: specLink(rfc, first ?? next) });
    end = match.index + match[0].length;
  }
  if (end < section.length) parts.push({ text: section.slice(end) });
  return parts;
}

function specLink(rfc: string, section: string | undefined): string {
  return `https://www.rfc-editor.org/rfc/rfc${rfc}${section === undefined ? '' : `#section-${section}`}`;
}
