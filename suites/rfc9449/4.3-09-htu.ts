import { observes, rejects } from '../../src/suite/cases.ts';
import { claim, htu } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 9: htu is the URI of the request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const htuCases: readonly Case[] = [
  rejects({
    id: 'htu-other-path',
    title: 'rejects a proof whose htu names another path',
    requirements: ['RFC9449-4.3-09a'],
    each: true,
    delta: [claim.set('htu', htu('other-path'))],
  }),
  rejects({
    id: 'htu-sibling-path',
    title: 'rejects a proof whose htu has one character more',
    requirements: ['RFC9449-4.3-09a'],
    delta: [claim.set('htu', htu('sibling-path'))],
  }),
  rejects({
    id: 'htu-parent-path',
    title: 'rejects a proof whose htu has one segment more before its path',
    requirements: ['RFC9449-4.3-09a'],
    delta: [claim.set('htu', htu('parent-path'))],
  }),
  rejects({
    id: 'htu-matrix-parameter',
    title: 'rejects a proof whose htu has a path parameter more',
    requirements: ['RFC9449-4.3-09a'],
    delta: [claim.set('htu', htu('matrix'))],
  }),
  rejects({
    id: 'htu-path-suffix',
    title: 'rejects a proof whose htu has one segment more',
    requirements: ['RFC9449-4.3-09a'],
    delta: [claim.set('htu', htu('path-suffix'))],
  }),
  rejects({
    id: 'htu-path-prefix',
    title: 'rejects a proof whose htu has one segment less',
    requirements: ['RFC9449-4.3-09a', 'RFC9449-4.3-09e'],
    delta: [claim.set('htu', htu('path-prefix'))],
  }),
  rejects({
    id: 'htu-other-host',
    title: 'rejects a proof whose htu names another host',
    requirements: ['RFC9449-4.3-09b'],
    why: 'A proof lured out by a hostile resource server would work here.',
    delta: [claim.set('htu', htu('other-host'))],
  }),
  rejects({
    id: 'htu-host-suffix',
    title: 'rejects a proof whose htu names a longer host',
    requirements: ['RFC9449-4.3-09b'],
    why: 'A comparison of the first characters only lets good.example.evil.example pass.',
    delta: [claim.set('htu', htu('host-suffix'))],
  }),
  rejects({
    id: 'htu-host-prefix',
    title: 'rejects a proof whose htu names a host under that of the request',
    requirements: ['RFC9449-4.3-09b'],
    why: 'A comparison of the last characters only lets evil.good.example pass.',
    delta: [claim.set('htu', htu('host-prefix'))],
  }),
  rejects({
    id: 'htu-par-endpoint',
    title: 'rejects in a token request a proof whose htu is the PAR endpoint',
    requirements: ['RFC9449-4.3-09a'],
    at: ['token'],
    needs: ['par'],
    delta: [claim.set('htu', { $: 'endpoint', of: 'par' })],
  }),
  rejects({
    id: 'htu-other-scheme',
    title: 'rejects a proof whose htu has another scheme',
    requirements: ['RFC9449-4.3-09c'],
    delta: [claim.set('htu', htu('other-scheme'))],
  }),
  rejects({
    id: 'htu-other-port',
    title: 'rejects a proof whose htu names another port',
    requirements: ['RFC9449-4.3-09d'],
    delta: [claim.set('htu', htu('other-port'))],
  }),
  rejects({
    id: 'htu-origin-only',
    title: 'rejects a proof whose htu is the origin only',
    requirements: ['RFC9449-4.3-09e'],
    delta: [claim.set('htu', htu('origin-only'))],
  }),
  rejects({
    id: 'htu-path-only',
    title: 'rejects a proof whose htu is the path only',
    requirements: ['RFC9449-4.3-09e'],
    delta: [claim.set('htu', htu('path-only'))],
  }),
  rejects({
    id: 'htu-empty',
    title: 'rejects a proof whose htu is empty',
    requirements: ['RFC9449-4.3-09e'],
    delta: [claim.set('htu', htu('empty'))],
  }),
  rejects({
    id: 'htu-wildcard',
    title: 'rejects a proof whose htu is *',
    requirements: ['RFC9449-4.3-09e'],
    delta: [claim.set('htu', htu('wildcard'))],
  }),
  rejects({
    id: 'htu-no-uri',
    title: 'rejects a proof whose htu is no URI',
    requirements: ['RFC9449-4.3-09e'],
    delta: [claim.set('htu', htu('not-a-uri'))],
  }),
  rejects({
    id: 'htu-upper-path',
    title: 'rejects a proof whose htu has the path in upper case',
    requirements: ['RFC9449-4.3-09h'],
    delta: [claim.set('htu', htu('upper-path'))],
  }),
  rejects({
    id: 'htu-trailing-slash',
    title: 'rejects a proof whose htu has a slash more at its end',
    requirements: ['RFC9449-4.3-09h'],
    delta: [claim.set('htu', htu('trailing-slash'))],
  }),
  rejects({
    id: 'htu-double-slash',
    title: 'rejects a proof whose htu has the last slash of its path twice',
    requirements: ['RFC9449-4.3-09h'],
    delta: [claim.set('htu', htu('double-slash'))],
  }),
  observes({
    id: 'htu-encoded-slash',
    title: 'may accept a proof whose htu has a slash percent-encoded',
    requirements: ['RFC9449-4.3-09h'],
    each: true,
    delta: [claim.set('htu', htu('encode-slash'))],
  }),
  observes({
    id: 'htu-leading-space',
    title: 'may accept a proof whose htu begins with a space',
    requirements: ['RFC9449-4.3-09h'],
    delta: [claim.set('htu', htu('leading-space'))],
  }),
  observes({
    id: 'htu-host-dot',
    title: 'may accept a proof whose htu has a dot after the host',
    requirements: ['RFC9449-4.3-09b'],
    why: 'RFC 3986 §3.2.2 lets a dot end the name, and DNS finds the same host by it.',
    delta: [claim.set('htu', htu('host-dot'))],
  }),
];
