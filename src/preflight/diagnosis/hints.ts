import type { Bench } from '../../bench/bench.ts';
import { strings } from '../../target/placeholders.ts';
import type { WireResponse } from '../../wire/types.ts';

const most = 8;
const mostText = 65_536;
const url = /https?:\/\/[^\s"'<>,;()\\`]+/g;

/** URLs that may be those of the target itself: in its answer, in its metadata, and in the descriptor, its launch commands among them. */
export function hintsOf({ loaded, as }: Bench, response: WireResponse | undefined): readonly string[] {
  const said = response === undefined ? [] : [...response.fields.map(([, value]) => value), response.body];
  const { descriptor } = loaded;
  const known = [...strings(descriptor), ...strings(as?.metadata)].map(({ text }) => text);
  const found = [...said, ...known].flatMap((text) => text.slice(0, mostText).match(url) ?? []);
  const ports = strings(descriptor.launch).flatMap(({ text }) => /^\d{2,5}$/.exec(text.trim()) ?? []);
  const local = ports.flatMap((port) => [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`]);
  const allowed = descriptor.allow.map((host) => `http://${host}/`);
  return distinct([...found, ...local, ...allowed].filter((one) => URL.canParse(one)));
}

/** One URL of each origin; of the answer's own words all, since one of them may be the very URI that it expects. */
function distinct(urls: readonly string[]): readonly string[] {
  const byOrigin = new Map<string, string>();
  for (const one of urls) if (!byOrigin.has(new URL(one).origin)) byOrigin.set(new URL(one).origin, one);
  return [...byOrigin.values()].slice(0, most);
}
