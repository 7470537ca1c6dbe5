import { observes, rejects } from '../../src/suite/cases.ts';
import { asPlaces, claim, method, otherMethod } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 8: htm is the method of the request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const htmCases: readonly Case[] = [
  rejects({
    id: 'htm-connect',
    title: 'rejects a proof made for the method CONNECT',
    requirements: ['RFC9449-4.3-08a'],
    delta: [claim.set('htm', 'CONNECT')],
  }),
  rejects({
    id: 'htm-unknown',
    title: 'rejects a proof made for a method that does not exist',
    requirements: ['RFC9449-4.3-08a'],
    delta: [claim.set('htm', 'PROOFMARK')],
  }),
  rejects({
    id: 'htm-get',
    title: 'rejects a proof made for GET',
    requirements: ['RFC9449-4.3-08a'],
    at: asPlaces,
    each: true,
    delta: [claim.set('htm', 'GET')],
  }),
  rejects({
    id: 'htm-empty',
    title: 'rejects a proof whose htm is empty',
    requirements: ['RFC9449-4.3-08a'],
    delta: [claim.set('htm', '')],
  }),
  rejects({
    id: 'htm-wildcard',
    title: 'rejects a proof whose htm is *',
    requirements: ['RFC9449-4.3-08a'],
    delta: [claim.set('htm', '*')],
  }),
  rejects({
    id: 'htm-list',
    title: 'rejects a proof whose htm lists methods',
    requirements: ['RFC9449-4.3-08a'],
    delta: [claim.set('htm', 'GET,HEAD,POST,PUT,PATCH,DELETE')],
  }),
  rejects({
    id: 'htm-lower',
    title: 'rejects a proof whose htm is the method in lower case',
    requirements: ['RFC9449-4.3-08b', 'RFC9110-9.1-01'],
    delta: [claim.set('htm', method('lower'))],
  }),
  rejects({
    id: 'htm-capitalised',
    title: 'rejects a proof whose htm is the method in mixed case',
    requirements: ['RFC9449-4.3-08b', 'RFC9110-9.1-01'],
    delta: [claim.set('htm', method('mixed'))],
  }),
  rejects({
    id: 'htm-put',
    title: 'rejects a proof made for PUT',
    requirements: ['RFC9449-4.3-08a'],
    each: true,
    delta: [claim.set('htm', otherMethod('put'))],
  }),
  rejects({
    id: 'htm-post-for-get',
    title: 'rejects a proof made for POST in a GET request, and one made for GET in a POST request',
    requirements: ['RFC9449-4.3-08a'],
    why: 'A server may compare with all methods that it has, and not with that of the request.',
    at: ['resource'],
    each: true,
    delta: [claim.set('htm', otherMethod('swapped'))],
  }),
  rejects({
    id: 'htm-first-letter',
    title: 'rejects a proof whose htm is the first letter of the method',
    requirements: ['RFC9449-4.3-08a'],
    delta: [claim.set('htm', otherMethod('first-letter'))],
  }),
  rejects({
    id: 'htm-padded',
    title: 'rejects a proof whose htm is the method and a space',
    requirements: ['RFC9449-4.3-08a'],
    atMost: 'warn',
    delta: [claim.set('htm', otherMethod('padded'))],
  }),
  rejects({
    id: 'htm-method-override',
    title: 'rejects a proof made for PUT when X-HTTP-Method-Override names PUT',
    requirements: ['RFC9449-4.3-08a'],
    delta: [{ op: 'field', name: 'X-HTTP-Method-Override', value: 'PUT' }, claim.set('htm', otherMethod('put'))],
  }),
  rejects({
    id: 'htm-head',
    title: 'rejects a proof made for HEAD',
    requirements: ['RFC9449-4.3-08c'],
    why: 'Some frameworks turn HEAD into GET before the check runs.',
    at: ['resource'],
    delta: [claim.set('htm', 'HEAD')],
  }),
  observes({
    id: 'htm-get-with-head',
    title: 'may refuse HEAD with a proof made for GET',
    requirements: ['RFC9449-4.3-08c'],
    at: ['resource'],
    delta: [{ op: 'method', value: 'HEAD' }, claim.set('htm', 'GET')],
  }),
];
