import {
  accepts,
  asPlaces,
  claim,
  htu,
  lawful,
  method,
  observes,
  otherMethod,
  rejects,
  sequence,
} from '../src/suite/define.ts';
import type { HtuEdit } from '../src/plan/values.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

function htm(id: string, value: string, title: string): Case {
  return rejects(id, title, 'RFC9449-4.3-08a', [claim.set('htm', value)]);
}

function otherHtu(id: string, edit: HtuEdit, what: string, requirement: string): Case {
  return rejects(id, `rejects a proof whose htu ${what}`, requirement, [claim.set('htu', htu(edit))]);
}

const wrongHost = 'A proof lured out by a hostile resource server would work here.';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 checks 8 and 9 */
export const proofHtmHtu = defineSuite({
  id: 'proof-htm-htu',
  title: 'The proof names the method and the URI of the request',
  section: 'RFC 9449 §4.3 checks 8 and 9',
  cases: [
    htm('htm-connect', 'CONNECT', 'rejects a proof made for the method CONNECT'),
    htm('htm-unknown', 'PROOFMARK', 'rejects a proof made for a method that does not exist'),
    rejects('htm-get', 'rejects a proof made for GET', 'RFC9449-4.3-08a', [claim.set('htm', 'GET')], { at: asPlaces }),
    htm('htm-empty', '', 'rejects a proof whose htm is empty'),
    htm('htm-wildcard', '*', 'rejects a proof whose htm is *'),
    htm('htm-list', 'GET,HEAD,POST,PUT,PATCH,DELETE', 'rejects a proof whose htm lists methods'),
    rejects(
      'htm-lower',
      'rejects a proof whose htm is the method in lower case',
      ['RFC9449-4.3-08b', 'RFC9110-9.1-01'],
      [claim.set('htm', method('lower'))],
    ),
    rejects(
      'htm-capitalised',
      'rejects a proof whose htm is the method in mixed case',
      ['RFC9449-4.3-08b', 'RFC9110-9.1-01'],
      [claim.set('htm', method('mixed'))],
    ),
    rejects('htm-put', 'rejects a proof made for PUT', 'RFC9449-4.3-08a', [claim.set('htm', otherMethod('put'))]),
    rejects('htm-first-letter', 'rejects a proof whose htm is the first letter of the method', 'RFC9449-4.3-08a', [
      claim.set('htm', otherMethod('first-letter')),
    ]),
    rejects(
      'htm-padded',
      'rejects a proof whose htm is the method and a space',
      'RFC9449-4.3-08a',
      [claim.set('htm', otherMethod('padded'))],
      { atMost: 'warn' },
    ),
    rejects(
      'htm-method-override',
      'rejects a proof made for PUT when X-HTTP-Method-Override names PUT',
      'RFC9449-4.3-08a',
      [{ op: 'field', name: 'X-HTTP-Method-Override', value: 'PUT' }, claim.set('htm', otherMethod('put'))],
    ),
    rejects('htm-head', 'rejects a proof made for HEAD', 'RFC9449-4.3-08c', [claim.set('htm', 'HEAD')], {
      at: ['resource'],
      why: 'Some frameworks turn HEAD into GET before the check runs.',
    }),
    observes(
      'htm-get-with-head',
      'may refuse HEAD with a proof made for GET',
      'RFC9449-4.3-08c',
      [{ op: 'method', value: 'HEAD' }, claim.set('htm', 'GET')],
      { at: ['resource'] },
    ),

    otherHtu('htu-other-path', 'other-path', 'names another path', 'RFC9449-4.3-09a'),
    otherHtu('htu-sibling-path', 'sibling-path', 'has one character more', 'RFC9449-4.3-09a'),
    otherHtu('htu-parent-path', 'parent-path', 'has one segment more before its path', 'RFC9449-4.3-09a'),
    otherHtu('htu-matrix-parameter', 'matrix', 'has a path parameter more', 'RFC9449-4.3-09a'),
    otherHtu('htu-path-suffix', 'path-suffix', 'has one segment more', 'RFC9449-4.3-09a'),
    rejects(
      'htu-path-prefix',
      'rejects a proof whose htu has one segment less',
      ['RFC9449-4.3-09a', 'RFC9449-4.3-09e'],
      [claim.set('htu', htu('path-prefix'))],
    ),
    rejects(
      'htu-other-host',
      'rejects a proof whose htu names another host',
      'RFC9449-4.3-09b',
      [claim.set('htu', htu('other-host'))],
      { why: wrongHost },
    ),
    rejects(
      'htu-host-suffix',
      'rejects a proof whose htu names a longer host',
      'RFC9449-4.3-09b',
      [claim.set('htu', htu('host-suffix'))],
      { why: 'A comparison of the first characters only lets good.example.evil.example pass.' },
    ),
    rejects(
      'htu-host-prefix',
      'rejects a proof whose htu names a host under that of the request',
      'RFC9449-4.3-09b',
      [claim.set('htu', htu('host-prefix'))],
      { why: 'A comparison of the last characters only lets evil.good.example pass.' },
    ),
    rejects(
      'htu-par-endpoint',
      'rejects in a token request a proof whose htu is the PAR endpoint',
      'RFC9449-4.3-09a',
      [claim.set('htu', { $: 'endpoint', of: 'par' })],
      { at: ['token'], needs: ['par'] },
    ),
    otherHtu('htu-other-scheme', 'other-scheme', 'has another scheme', 'RFC9449-4.3-09c'),
    otherHtu('htu-other-port', 'other-port', 'names another port', 'RFC9449-4.3-09d'),
    otherHtu('htu-origin-only', 'origin-only', 'is the origin only', 'RFC9449-4.3-09e'),
    otherHtu('htu-path-only', 'path-only', 'is the path only', 'RFC9449-4.3-09e'),
    otherHtu('htu-empty', 'empty', 'is empty', 'RFC9449-4.3-09e'),
    otherHtu('htu-wildcard', 'wildcard', 'is *', 'RFC9449-4.3-09e'),
    otherHtu('htu-no-uri', 'not-a-uri', 'is no URI', 'RFC9449-4.3-09e'),

    otherHtu('htu-upper-path', 'upper-path', 'has the path in upper case', 'RFC9449-4.3-09h'),
    otherHtu('htu-trailing-slash', 'trailing-slash', 'has a slash more at its end', 'RFC9449-4.3-09h'),
    otherHtu('htu-double-slash', 'double-slash', 'has the last slash of its path twice', 'RFC9449-4.3-09h'),
    observes(
      'htu-encoded-slash',
      'may accept a proof whose htu has a slash percent-encoded',
      'RFC9449-4.3-09h',
      [claim.set('htu', htu('encode-slash'))],
      { each: true },
    ),
    observes('htu-leading-space', 'may accept a proof whose htu begins with a space', 'RFC9449-4.3-09h', [
      claim.set('htu', htu('leading-space')),
    ]),
    observes(
      'htu-host-dot',
      'may accept a proof whose htu has a dot after the host',
      'RFC9449-4.3-09b',
      [claim.set('htu', htu('host-dot'))],
      { why: 'RFC 3986 §3.2.2 lets a dot end the name, and DNS finds the same host by it.' },
    ),

    rejects(
      'htu-host-field',
      'rejects a proof for another host when the Host field names that host',
      'RFC9449-4.3-09b',
      [{ op: 'host', value: 'foreign' }, claim.set('htu', htu('other-host'))],
      {
        atMost: 'info',
        fault: 'request',
        why: 'HTTP lets the Host field name the target, so a server for any host may accept this.',
      },
    ),
    rejects(
      'htu-x-forwarded-host',
      'rejects a proof for another host when X-Forwarded-Host names that host',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
      [{ op: 'forwarded', as: 'x-forwarded-host' }, claim.set('htu', htu('other-host'))],
      { why: wrongHost },
    ),
    rejects(
      'htu-forwarded',
      'rejects a proof for another host when Forwarded names that host',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
      [{ op: 'forwarded', as: 'forwarded' }, claim.set('htu', htu('other-host'))],
      { why: wrongHost },
    ),
    rejects(
      'htu-x-original-url',
      'rejects a proof for another host when X-Original-URL names that host',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
      [{ op: 'forwarded', as: 'x-original-url' }, claim.set('htu', htu('other-host'))],
      { why: wrongHost },
    ),
    rejects(
      'htu-x-forwarded-proto',
      'rejects a proof for another scheme when X-Forwarded-Proto names that scheme',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09c'],
      [{ op: 'forwarded', as: 'x-forwarded-proto' }, claim.set('htu', htu('other-scheme'))],
      { atMost: 'warn' },
    ),
    rejects(
      'htu-x-rewrite-url',
      'rejects a proof for another host when X-Rewrite-URL names that host',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09b'],
      [{ op: 'forwarded', as: 'x-rewrite-url' }, claim.set('htu', htu('other-host'))],
      { why: wrongHost },
    ),
    rejects(
      'htu-x-forwarded-port',
      'rejects a proof for another port when X-Forwarded-Port names that port',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09d'],
      [{ op: 'forwarded', as: 'x-forwarded-port' }, claim.set('htu', htu('other-port'))],
      { atMost: 'warn' },
    ),
    rejects(
      'htu-x-forwarded-prefix',
      'rejects a proof for a longer path when X-Forwarded-Prefix names its beginning',
      ['RFC9449-4.3-09m', 'RFC9449-4.3-09a'],
      [{ op: 'forwarded', as: 'x-forwarded-prefix' }, claim.set('htu', htu('parent-path'))],
      { atMost: 'warn' },
    ),
    rejects(
      'htu-loopback-name',
      'rejects a proof whose htu has localhost for 127.0.0.1, or the other way round',
      'RFC9449-4.3-09b',
      [claim.set('htu', htu('loopback-name'))],
      { atMost: 'warn' },
    ),
    rejects(
      'htu-host-laundered-query',
      'rejects a proof for another path when the Host field turns the path into a query',
      'RFC9449-4.3-09i',
      [{ op: 'host', value: 'laundered-query' }],
      {
        at: ['resource'],
        fault: 'request',
        why: 'Joined as text, Host and path give the URI of the proof.',
      },
    ),
    rejects(
      'htu-host-laundered-fragment',
      'rejects a proof for another path when the Host field turns the path into a fragment',
      'RFC9449-4.3-09i',
      [{ op: 'host', value: 'laundered-fragment' }],
      {
        at: ['resource'],
        fault: 'request',
        why: 'Joined as text, Host and path give the URI of the proof.',
      },
    ),
    sequence(
      'htu-other-resource',
      'rejects at one resource a proof made for another',
      ['RFC9449-11.1-10', 'RFC9449-4.3-09a'],
      [
        { ...lawful('elsewhere'), resource: 'second' },
        { delta: [{ op: 'proof-of', exchange: 'elsewhere' }], expect: 'refuse' },
      ],
      { at: ['resource'], needs: ['second-resource'], fault: 'proof' },
    ),

    accepts(
      'htu-without-request-query',
      'accepts a proof whose htu leaves out the query of the request',
      'RFC9449-4.3-09f',
      [{ op: 'query', value: 'proofmark=1' }],
      { at: ['resource'], fault: 'proof' },
    ),
    rejects(
      'htu-other-path-beside-query',
      'rejects a proof for another path when the request has a query',
      'RFC9449-4.3-09a',
      [claim.set('htu', htu('other-path'))],
      { at: ['resource'], with: [{ op: 'query', value: 'proofmark=1' }] },
    ),
    observes(
      'htu-with-request-query',
      'may accept a proof whose htu has the query of the request',
      'RFC9449-4.3-09g',
      [{ op: 'query', value: 'proofmark=1' }, claim.set('htu', htu('request-query'))],
      { at: ['resource'] },
    ),
    observes('htu-query', 'may accept a proof whose htu has a query', 'RFC9449-4.3-09g', [
      claim.set('htu', htu('query')),
    ]),
    observes('htu-fragment', 'may accept a proof whose htu has a fragment', 'RFC9449-4.3-09g', [
      claim.set('htu', htu('fragment')),
    ]),
    observes('htu-query-fragment', 'may accept a proof whose htu has query and fragment', 'RFC9449-4.3-09g', [
      claim.set('htu', htu('query', 'fragment')),
    ]),
    observes('htu-userinfo', 'may accept a proof whose htu has user information', 'RFC9449-4.3-09j', [
      claim.set('htu', htu('userinfo')),
    ]),
  ],
});
