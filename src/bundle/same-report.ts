import { gunzipSync } from 'node:zlib';

/** The data of a page, by the ids of its elements, and the page without them. */
type Page = { readonly frame: string; readonly data: ReadonlyMap<string, string> };

const element = /<script type="application\/(gzip|json)" id="([\w-]+)">([^<]*)<\/script>/g;
const mostBytes = 512 * 1024 ** 2;

/**
 * Whether two pages of a report say the same. What is packed in them is unpacked first, since another version of zlib packs it
 * otherwise; for the same reason `theirs` may hold the evidence of fewer findings.
 */
export function isSameReport(theirs: string, ours: string): boolean {
  if (theirs === ours) return true;
  const [their, our] = [pageOf(theirs), pageOf(ours)];
  if (their === undefined || our === undefined || their.frame !== our.frame) return false;
  const isKnown = [...their.data].every(([id, text]) => id === 'bundles' || our.data.get(id) === text);
  const isWhole = [...our.data.keys()].every((id) => their.data.has(id) || id.startsWith('evidence-'));
  return isKnown && isWhole && areBundles(their.data.get('bundles'), our.data.get('bundles'));
}

function pageOf(html: string): Page | undefined {
  const data = new Map<string, string>();
  try {
    const frame = html.replaceAll(element, (_, kind: string, id: string, text: string) => {
      if (data.has(id)) throw new Error('twice');
      const isPacked = kind === 'gzip';
      data.set(
        id,
        isPacked ? gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: mostBytes }).toString() : text,
      );
      return id.startsWith('evidence-') ? '' : `<${kind} ${id}>`;
    });
    return { frame: frame.replaceAll(/\n{2,}/g, '\n'), data };
  } catch {
    return undefined;
  }
}

/** For each finding, in which part its evidence is; -1: in none. */
function areBundles(theirs: string | undefined, ours: string | undefined): boolean {
  const [their, our] = [theirs, ours].map((text) => JSON.parse(text ?? '[]') as readonly number[]);
  return their?.length === our?.length && their?.every((part, index) => part === -1 || part === our?.[index]) === true;
}
