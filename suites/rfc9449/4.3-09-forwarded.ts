import { rejects, sequence } from '../../src/suite/cases.ts';
import { claim, htu } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const wrongHost = 'A proof lured out by a hostile resource server would work here.';

/**
 * Check 9, where other header fields name another URI, or the request goes to another resource.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const forwardedCases: readonly Case[] = [
  rejects({
    id: 'htu-host-field',
    title: 'rejects a proof for another host when the Host field names that host',
    requirements: ['RFC9449-4.3-09b'],
    why: 'HTTP lets the Host field name the target, so a server for any host may accept this.',
    fault: 'request',
    atMost: 'info',
    delta: [{ op: 'host', value: 'foreign' }, claim.set('htu', htu('other-host'))],
  }),
  rejects({
    id: 'htu-x-forwarded-host',
    title: 'rejects a proof for another host when X-Forwarded-Host names that host',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
    why: wrongHost,
    delta: [{ op: 'forwarded', as: 'x-forwarded-host' }, claim.set('htu', htu('other-host'))],
  }),
  rejects({
    id: 'htu-forwarded',
    title: 'rejects a proof for another host when Forwarded names that host',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
    why: wrongHost,
    delta: [{ op: 'forwarded', as: 'forwarded' }, claim.set('htu', htu('other-host'))],
  }),
  rejects({
    id: 'htu-x-original-url',
    title: 'rejects a proof for another host when X-Original-URL names that host',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
    why: wrongHost,
    delta: [{ op: 'forwarded', as: 'x-original-url' }, claim.set('htu', htu('other-host'))],
  }),
  rejects({
    id: 'htu-x-forwarded-proto',
    title: 'rejects a proof for another scheme when X-Forwarded-Proto names that scheme',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09c'],
    atMost: 'warn',
    delta: [{ op: 'forwarded', as: 'x-forwarded-proto' }, claim.set('htu', htu('other-scheme'))],
  }),
  rejects({
    id: 'htu-x-rewrite-url',
    title: 'rejects a proof for another host when X-Rewrite-URL names that host',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
    why: wrongHost,
    delta: [{ op: 'forwarded', as: 'x-rewrite-url' }, claim.set('htu', htu('other-host'))],
  }),
  rejects({
    id: 'htu-x-forwarded-port',
    title: 'rejects a proof for another port when X-Forwarded-Port names that port',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09d'],
    atMost: 'warn',
    delta: [{ op: 'forwarded', as: 'x-forwarded-port' }, claim.set('htu', htu('other-port'))],
  }),
  rejects({
    id: 'htu-x-forwarded-prefix',
    title: 'rejects a proof for a longer path when X-Forwarded-Prefix names its beginning',
    requirements: ['RFC9449-4.3-09m', 'RFC9449-4.3-09a'],
    atMost: 'warn',
    delta: [{ op: 'forwarded', as: 'x-forwarded-prefix' }, claim.set('htu', htu('parent-path'))],
  }),
  rejects({
    id: 'htu-loopback-name',
    title: 'rejects a proof whose htu has localhost for 127.0.0.1, or the other way round',
    requirements: ['RFC9449-4.3-09b'],
    atMost: 'warn',
    delta: [claim.set('htu', htu('loopback-name'))],
  }),
  rejects({
    id: 'htu-host-laundered-query',
    title: 'rejects a proof for another path when the Host field turns the path into a query',
    requirements: ['RFC9449-4.3-09i'],
    why: 'Joined as text, Host and path give the URI of the proof.',
    fault: 'request',
    delta: [{ op: 'host', value: 'laundered-query' }],
  }),
  rejects({
    id: 'htu-host-laundered-fragment',
    title: 'rejects a proof for another path when the Host field turns the path into a fragment',
    requirements: ['RFC9449-4.3-09i'],
    why: 'Joined as text, Host and path give the URI of the proof.',
    fault: 'request',
    delta: [{ op: 'host', value: 'laundered-fragment' }],
  }),
  sequence({
    id: 'htu-other-resource',
    title: 'rejects at one resource a proof made for another',
    requirements: ['RFC9449-11.1-10', 'RFC9449-4.3-09a'],
    at: ['resource'],
    needs: ['second-resource'],
    fault: 'proof',
    exchanges: [
      { name: 'elsewhere', resource: 'second', delta: [], expect: 'accept' },
      { delta: [{ op: 'proof-of', exchange: 'elsewhere' }], expect: 'refuse' },
    ],
  }),
];
