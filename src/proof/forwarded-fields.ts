import { type ForwardedName, forwardedParts } from '../plan/forwarded.ts';
import type { Pair, RequestDraft } from './draft.ts';
import { editHtu, lawfulHtu, otherHost, otherPort } from './edits/htu.ts';
import { editMethod } from './edits/method.ts';

/** The fields that name another part of the request than it has; the edits of `htu` and `htm` give the same values. */
export function forwardedFields(as: ForwardedName, { proofUrl, method }: RequestDraft): readonly Pair[] {
  const part = forwardedParts[as];
  switch (part) {
    case 'host':
      return hostFields(as, new URL(proofUrl));
    case 'scheme':
      return [schemeField(as, new URL(proofUrl).protocol === 'https:' ? 'http' : 'https')];
    case 'port':
      return [portField(as, new URL(proofUrl))];
    case 'prefix':
      return [[spelt(as), '/proofmark']];
    case 'path':
      return [[spelt(as.replace(/(url)-path$/, '$1')), elsewhere(proofUrl)]];
    case 'method':
      return [[spelt(as), editMethod(method, 'put')]];
    default:
      part satisfies never;
      return [];
  }
}

function hostFields(as: ForwardedName, { protocol, pathname }: URL): readonly Pair[] {
  const scheme = protocol.slice(0, -1);
  switch (as) {
    case 'forwarded':
      return [['Forwarded', `host=${otherHost};proto=${scheme}`]];
    case 'x-original-url':
    case 'x-rewrite-url':
      return [[spelt(as), `${protocol}//${otherHost}${pathname}`]];
    case 'x-forwarded-together':
      return [
        ['X-Forwarded-For', '192.0.2.1'],
        ['X-Forwarded-Proto', scheme],
        ['X-Forwarded-Host', otherHost],
        ['X-Forwarded-Port', scheme === 'https' ? '443' : '80'],
      ];
    default:
      return [[spelt(as), otherHost]];
  }
}

/** The two fields that say on or off have no word for a scheme. */
function schemeField(as: ForwardedName, scheme: 'http' | 'https'): Pair {
  const isSwitch = as === 'x-forwarded-ssl' || as === 'front-end-https';
  if (as === 'forwarded-proto') return ['Forwarded', `proto=${scheme}`];
  return [spelt(as), isSwitch ? (scheme === 'https' ? 'on' : 'off') : scheme];
}

function portField(as: ForwardedName, { hostname, port }: URL): Pair {
  const other = otherPort(port);
  if (as === 'forwarded-port') return ['Forwarded', `host="${hostname}:${other}"`];
  return as === 'x-forwarded-host-port' ? ['X-Forwarded-Host', `${hostname}:${other}`] : [spelt(as), other];
}

function elsewhere(url: string): string {
  return new URL(editHtu(lawfulHtu(url), 'other-path', url) ?? url).pathname;
}

const capitals: Readonly<Record<string, string | undefined>> = { url: 'URL', uri: 'URI', http: 'HTTP', https: 'Https' };

/** The usual spelling: `x-original-url` is `X-Original-URL`. */
function spelt(name: string): string {
  return name
    .split('-')
    .map((word) => capitals[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join('-');
}
