/**
 * HTML without comments. `undefined` where elements are nested deeper than in any usable page: the time of the parser grows
 * with the square of the depth, and a hostile page must not stop the run.
 */
export function tameHtml(html: string): string | undefined {
  const text = withoutComments(html);
  return isTooDeep(text) ? undefined : text;
}

function withoutComments(html: string): string {
  const kept: string[] = [];
  let at = 0;
  for (let start = html.indexOf('<!--'); start !== -1; start = html.indexOf('<!--', at)) {
    const end = html.indexOf('-->', start + 4);
    if (end === -1) break;
    kept.push(html.slice(at, start));
    at = end + 3;
  }
  return [...kept, html.slice(at).replaceAll('<!--', '')].join('');
}

const deepest = 1000;
/** Elements without content, or with an end tag that may be omitted. */
const withoutEndTag =
  /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|option|optgroup|tr|td|th|thead|tbody|tfoot|path)$/;

function isTooDeep(html: string): boolean {
  const counts = new Map<string, number>();
  let depth = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]{0,40})/gi)) {
    const tag = name.toLowerCase();
    if (withoutEndTag.test(tag)) continue;
    const count = counts.get(tag) ?? 0;
    const change = slash === '' ? 1 : count > 0 ? -1 : 0;
    counts.set(tag, count + change);
    depth += change;
    if (depth > deepest) return true;
  }
  return false;
}
