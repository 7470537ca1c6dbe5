import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defined } from '../defined.ts';
import type { Path } from '../document/source.ts';
import { printable } from '../document/printable.ts';
import { allowedHosts, isLoopback } from '../target/allowed-hosts.ts';
import { failureTrouble } from '../target/failure-trouble.ts';
import type { Descriptor } from '../target/descriptor.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { type Look, lookAt } from '../wire/look.ts';
import type { Line } from './line.ts';

type Named = { readonly url: string; readonly at: Path };

const soon = 14;

/** How each server that the descriptor names is reached: name, connection, certificate. */
export async function* networkLines(loaded: LoadedDescriptor, signal: AbortSignal): AsyncIterable<Line> {
  const { descriptor, directory, where } = loaded;
  const { ca: file } = descriptor.tls;
  const ca = file === undefined ? undefined : await readFile(resolve(directory, file), 'utf8');
  const timeoutMs = descriptor.limits.timeoutSeconds * 1000;
  const options = { allowedHosts: allowedHosts(descriptor), timeoutMs, signal, ca };
  for (const { url, at } of originsOf(descriptor)) {
    const look = await lookAt(url, options);
    if (look.failure === undefined) {
      yield { part: 'connection', standing: 'good', saw: reached(url, look) };
      if (look.tls !== undefined) yield certificateLine(url, look.tls);
      else if (!isLoopback(url)) yield { part: 'connection', standing: 'look', ...plainHttp(url), where: where(at) };
      continue;
    }
    const { message: saw, at: place, edit: _, ...advice } = failureTrouble(url, look.failure, at);
    yield { part: 'connection', standing: 'bad', saw, ...advice, ...defined({ where: place && where(place) }) };
  }
}

/** One URL of each server, with its place in the descriptor. */
function originsOf({ as, rs }: Descriptor): readonly Named[] {
  const all: readonly Named[] = [
    ...named(as?.issuer, ['as', 'issuer']),
    ...Object.entries(as?.endpoints ?? {}).flatMap(([name, url]) => named(url, ['as', 'endpoints', name])),
    ...(rs?.resources ?? []).flatMap(({ url }, index) => named(url, ['rs', 'resources', index, 'url'])),
    ...named(rs?.resource, ['rs', 'resource']),
  ];
  return all.filter(({ url }, index) => all.findIndex((one) => originOf(one) === originOf({ url })) === index);
}

const named = (url: string | undefined, at: Path): readonly Named[] => (url === undefined ? [] : [{ url, at }]);
const originOf = ({ url }: Pick<Named, 'url'>): string => new URL(url).origin;

function reached(url: string, { addresses, ms = 0 }: Look): string {
  const { host, hostname } = new URL(url);
  const time = `a connection takes ${ms.toFixed(0)} ms`;
  if (addresses.length === 1 && addresses[0] === hostname) return `${host}: ${time}`;
  const shown = addresses.slice(0, 4).join(', ');
  const more = addresses.length > 4 ? ` and ${addresses.length - 4} more` : '';
  return `${host} is at ${shown}${more}; ${time}`;
}

function certificateLine(url: string, { protocol, subject, issuer, daysLeft }: NonNullable<Look['tls']>): Line {
  const { host } = new URL(url);
  const of = [subject, issuer].map((name) => printable(name === '' ? 'no name' : name, 80));
  const saw = `${host} speaks ${protocol}; its certificate for ${of[0]}, by ${of[1]}, is good for ${daysLeft} more days`;
  if (daysLeft >= soon) return { part: 'connection', standing: 'good', saw };
  return { part: 'connection', standing: 'look', saw, fix: 'renew it soon: a run after its end reaches nothing' };
}

function plainHttp(url: string): Pick<Line, 'saw' | 'fix'> {
  return {
    saw: `${new URL(url).origin} is plain http, and not on this machine: tokens go over the network for all to read`,
    fix: 'write https:// where the server has it (RFC 9449 §2)',
  };
}
