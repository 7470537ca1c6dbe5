import { accepts, observes, rejects } from '../../src/suite/cases.ts';
import { accessToken, claim, lines, scheme, signature } from '../../src/suite/define.ts';
import type { Op } from '../../src/plan/ops.ts';
import type { Case } from '../../src/suite/schema.ts';

const fallsThrough =
  'A guard that compares the scheme as text may not see it, and the check of Bearer tokens behind it may take it.';

const asHead = 'Frameworks answer HEAD by the code for GET, and not always by the same guard.';

const local = 'A server that spares callers of its own machine may believe the field of a proxy that is not there.';

/** The fields in which proxies report the address of the caller, each with that of the server's own machine. */
const localCaller: readonly Op[] = [
  ...['X-Forwarded-For', 'X-Real-IP', 'X-Client-IP', 'True-Client-IP', 'X-Remote-Addr', 'X-Originating-IP'].map(
    (name): Op => ({ op: 'field', name, value: '127.0.0.1' }),
  ),
  { op: 'field', name: 'Forwarded', value: 'for=127.0.0.1' },
];

/**
 * What a guard in front of the check compares: a bound access token without a proof under other spellings of the scheme,
 * with other methods, and from a caller that seems to be local.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1 and section 7.2
 */
export const guardsCases: readonly Case[] = [
  rejects({
    id: 'scheme-lower-without-proof',
    title: 'rejects a bound access token under the scheme dpop without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    why: fallsThrough,
    at: ['resource'],
    fault: 'proof-missing',
    each: true,
    delta: [scheme('dpop'), lines('absent')],
  }),
  rejects({
    id: 'scheme-upper-without-proof',
    title: 'rejects a bound access token under the scheme DPOP without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    why: fallsThrough,
    at: ['resource'],
    fault: 'proof-missing',
    delta: [scheme('DPOP'), lines('absent')],
  }),
  rejects({
    id: 'scheme-two-spaces-without-proof',
    title: 'rejects a bound access token two spaces behind the scheme DPoP without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    why: fallsThrough,
    at: ['resource'],
    fault: 'proof-missing',
    delta: [{ op: 'authorization-spaces', count: 2 }, lines('absent')],
  }),
  rejects({
    id: 'scheme-tab-without-proof',
    title: 'rejects a bound access token behind the scheme DPoP and a tab without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    why: fallsThrough,
    at: ['resource'],
    fault: 'proof-missing',
    delta: [{ op: 'authorization-spaces', count: 1, of: 'tab' }, lines('absent')],
  }),
  observes({
    id: 'scheme-tab',
    title: 'may refuse a tab between scheme and access token',
    requirements: ['RFC9449-7.1-23'],
    at: ['resource'],
    delta: [{ op: 'authorization-spaces', count: 1, of: 'tab' }],
  }),
  rejects({
    id: 'scheme-absent-without-proof',
    title: 'rejects a bound access token without a scheme and without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    why: 'A server that cuts the scheme off, wherever it finds one, reads the token all the same.',
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme(''), lines('absent')],
  }),
  rejects({
    id: 'scheme-unknown-without-proof',
    title: 'rejects a bound access token under a scheme that does not exist without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    why: 'A server that takes the second word for the token, whatever the first one is, takes any scheme for Bearer.',
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('PoP'), lines('absent')],
  }),
  rejects({
    id: 'bearer-two-spaces-without-proof',
    title: 'rejects a bound access token two spaces behind the scheme Bearer',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('Bearer'), { op: 'authorization-spaces', count: 2 }, lines('absent')],
  }),
  rejects({
    id: 'bearer-tab-without-proof',
    title: 'rejects a bound access token behind the scheme Bearer and a tab',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('Bearer'), { op: 'authorization-spaces', count: 1, of: 'tab' }, lines('absent')],
  }),
  observes({
    id: 'propfind-without-credentials',
    title: 'reveals nothing in answer to PROPFIND without credentials',
    requirements: ['RFC9449-7.1-03'],
    why: 'The check may be there for some methods, and the content for all. PROPFIND changes nothing (RFC 4918 §9.1).',
    at: ['resource'],
    delta: [{ op: 'method', value: 'PROPFIND' }, accessToken('none'), lines('absent')],
    checks: [{ requirement: 'RFC9449-7.1-03', that: { check: 'no-protected-content' } }],
  }),
  accepts({
    id: 'post-where-get-is-accepted',
    title: 'accepts POST, with which it is named, where it accepts GET with the same access token',
    requirements: ['PM-POST'],
    why: 'A filter against forged requests (CSRF) may let Bearer tokens pass, and stop the same request under DPoP.',
    at: ['resource'],
    needs: ['post-guarded'],
    delta: [{ op: 'method', value: 'POST' }],
  }),
  rejects({
    id: 'head-with-proof-for-post',
    title: 'rejects a HEAD request with a proof made for POST',
    requirements: ['RFC9449-4.3-08a'],
    why: asHead,
    at: ['resource'],
    fault: 'request',
    delta: [{ op: 'method', value: 'HEAD' }, claim.set('htm', 'POST')],
  }),
  rejects({
    id: 'head-with-broken-signature',
    title: 'rejects a HEAD request with a proof of which one bit of the signature was changed',
    requirements: ['RFC9449-4.3-06a'],
    why: asHead,
    at: ['resource'],
    fault: 'request',
    delta: [{ op: 'method', value: 'HEAD' }, signature('flip-first')],
  }),
  rejects({
    id: 'local-caller-broken-signature',
    title: 'rejects a proof with one bit of its signature changed when all usual fields name a local caller',
    requirements: ['RFC9449-4.3-06a'],
    why: local,
    at: ['token', 'resource'],
    delta: [...localCaller, signature('flip-first')],
  }),
  rejects({
    id: 'local-caller-without-proof',
    title: 'rejects a bound access token without a proof when all usual fields name a local caller',
    requirements: ['RFC9449-7.1-02'],
    why: local,
    at: ['resource'],
    fault: 'proof-missing',
    delta: [...localCaller, lines('absent')],
  }),
];
