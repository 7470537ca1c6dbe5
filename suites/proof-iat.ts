import type { PlanValue } from '../src/plan/values.ts';
import { accepts, byAge, claim, now, observes, rejects } from '../src/suite/define.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

function refused(id: string, title: string, requirements: string | string[], iat: PlanValue, why?: string): Case {
  return rejects(id, title, requirements, [claim.set('iat', iat)], {
    ...byAge,
    ...(why === undefined ? {} : { why }),
  });
}

function measured(id: string, title: string, requirement: string, seconds: number): Case {
  return observes(id, title, requirement, [claim.set('iat', now(seconds))], byAge);
}

const past = ['RFC9449-4.3-11a', 'RFC9449-11.1-01'];
const future = 'RFC9449-4.3-11f';
const year = 31_536_000;
const ownEnd = 'Whoever makes the proof would choose how long it lives: RFC 9449 gives exp no role.';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1 */
export const proofIat = defineSuite({
  id: 'proof-iat',
  title: 'A proof is good for a limited time',
  section: 'RFC 9449 §4.3 check 11, §11.1',
  cases: [
    accepts('iat-now', 'accepts a proof made this moment', 'RFC9449-4.3-11d', [], {
      needs: ['clock-in-step'],
    }),
    accepts('iat-5-s-old', 'accepts a proof made five seconds ago', 'RFC9449-4.3-11d', [claim.set('iat', now(-5))], {
      needs: ['clock-in-step'],
      atMost: 'info',
    }),
    observes('iat-fractional', 'may refuse a proof with a fractional iat', 'RFC9449-4.3-11e', [
      claim.set('iat', now(-0.5)),
    ]),

    refused(
      'iat-zero',
      'rejects a proof whose iat is 0',
      past,
      0,
      'Zero is false in many languages and skips a check.',
    ),
    refused('iat-one', 'rejects a proof whose iat is 1', past, 1),
    refused('iat-negative', 'rejects a proof whose iat is negative', past, -1),
    refused('iat-year-old', 'rejects a proof made a year ago', past, now(-year)),
    refused('iat-month-old', 'rejects a proof made thirty days ago', 'RFC9449-4.3-11b', now(-2_592_000)),
    refused('iat-day-old', 'rejects a proof made a day ago', 'RFC9449-4.3-11b', now(-86_400)),
    refused('iat-hour-old', 'rejects a proof made an hour ago', 'RFC9449-4.3-11b', now(-3600)),
    rejects(
      'iat-day-old-with-exp',
      'rejects a proof made a day ago that is yet to expire',
      'RFC9449-4.3-11b',
      [claim.set('iat', now(-86_400)), claim.set('exp', now(300))],
      { ...byAge, why: ownEnd },
    ),
    rejects(
      'iat-year-old-with-exp',
      'rejects a proof made a year ago that is yet to expire',
      past,
      [claim.set('iat', now(-year)), claim.set('exp', now(300))],
      { ...byAge, why: ownEnd },
    ),
    measured('iat-30-min-old', 'may accept a proof made thirty minutes ago', 'RFC9449-4.3-11b', -1800),
    measured('iat-10-min-old', 'may accept a proof made ten minutes ago', 'RFC9449-4.3-11b', -600),
    measured('iat-5-min-old', 'may accept a proof made five minutes ago', 'RFC9449-4.3-11b', -290),
    measured('iat-1-min-old', 'may accept a proof made a minute ago', 'RFC9449-4.3-11b', -60),

    measured('iat-1-s-ahead', 'may accept a proof dated a second ahead', 'RFC9449-11.1-05', 1),
    measured('iat-5-s-ahead', 'may accept a proof dated five seconds ahead', 'RFC9449-11.1-05', 5),
    measured('iat-30-s-ahead', 'may accept a proof dated thirty seconds ahead', 'RFC9449-11.1-05', 30),
    measured('iat-1-min-ahead', 'may accept a proof dated a minute ahead', 'RFC9449-11.1-05', 60),
    measured('iat-5-min-ahead', 'may accept a proof dated five minutes ahead', 'RFC9449-11.1-05', 300),
    refused('iat-hour-ahead', 'rejects a proof dated an hour ahead', 'RFC9449-4.3-11c', now(3600)),
    refused(
      'iat-day-ahead',
      'rejects a proof dated a day ahead',
      future,
      now(86_400),
      'Proofs made in store outlive the theft of the key.',
    ),
    refused('iat-year-ahead', 'rejects a proof dated a year ahead', future, now(year)),
    refused(
      'iat-32-bit-ahead',
      'rejects a proof dated 2^32 seconds ahead',
      future,
      now(4_294_967_296),
      'Cut to 32 bits it is dated now.',
    ),
    refused('iat-huge', 'rejects a proof whose iat is beyond every calendar', future, 1e18),
    refused(
      'iat-milliseconds',
      'rejects a proof whose iat is in milliseconds',
      'RFC9449-4.3-11c',
      now(0, 'milliseconds'),
      'Read as seconds it lies fifty thousand years ahead.',
    ),
  ],
});
