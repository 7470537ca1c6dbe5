/** A piece of a line with one look. */
export type Span = {
  readonly text: string;
  readonly isCode?: true;
  readonly isStrong?: true;
  readonly isEmphasis?: true;
  readonly href?: string;
};

type Look = Omit<Span, 'text' | 'isCode'>;

const mark =
  /`(?<code>[^`]+)`|\*\*(?<strong>.+?)\*\*|(?<![\w*])[*_](?<emphasis>[^*_\s](?:[^*_]*[^*_\s])?)[*_](?![\w*])|\[(?<label>[^\]]+)\]\((?<to>[^)\s]+)\)/g;

/** The inline marks of Markdown that the guide uses: code, bold, italics and links, one inside the other where it makes sense. */
export function spansOf(text: string, look: Look = {}): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(mark)) {
    if (match.index > end) spans.push({ text: text.slice(end, match.index), ...look });
    spans.push(...marked(match.groups ?? {}, look));
    end = match.index + match[0].length;
  }
  if (end < text.length) spans.push({ text: text.slice(end), ...look });
  return spans;
}

function marked(
  { code, strong, emphasis, label, to }: Record<string, string | undefined>,
  look: Look,
): readonly Span[] {
  if (code !== undefined) return [{ text: code, isCode: true, ...look }];
  if (strong !== undefined) return spansOf(strong, { ...look, isStrong: true });
  if (emphasis !== undefined) return spansOf(emphasis, { ...look, isEmphasis: true });
  const href = linkOf(to ?? '');
  return spansOf(label ?? '', href === undefined ? look : { ...look, href });
}

/** A reader of the page has no other file of the repository: a link to one is shown as its words alone. */
function linkOf(to: string): string | undefined {
  if (to.startsWith('https://')) return to;
  return to.startsWith('#') ? `#${guideAnchor(to.slice(1))}` : undefined;
}

/** Anchors of the guide stand apart from those of the findings. */
export function guideAnchor(slug: string): string {
  return `guide-${slug}`;
}
