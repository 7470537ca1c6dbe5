import { accepts, claim, htu, observes } from '../src/suite/define.ts';
import type { HtuEdit } from '../src/plan/values.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

function respelt(id: string, what: string, requirement: string, ...edits: HtuEdit[]): Case {
  const options = { each: true };
  return accepts(id, `accepts a proof whose htu ${what}`, requirement, [claim.set('htu', htu(...edits))], options);
}

/** @see https://www.rfc-editor.org/rfc/rfc3986.html#section-6.2.2 */
export const proofUriNormalisation = defineSuite({
  id: 'proof-uri-normalisation',
  title: 'Equivalent spellings of htu are equal',
  section: 'RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3',
  cases: [
    respelt('htu-upper-scheme', 'has the scheme in upper case', 'RFC9449-4.3-13a', 'upper-scheme'),
    respelt('htu-upper-host', 'has the host in upper case', 'RFC9449-4.3-13a', 'upper-host'),
    respelt('htu-upper-origin', 'has scheme and host in upper case', 'RFC9449-4.3-13a', 'upper-host', 'upper-scheme'),
    respelt('htu-default-port', 'spells out or leaves out the default port', 'RFC9449-4.3-13b', 'default-port'),
    respelt('htu-percent-letter', 'has a letter percent-encoded', 'RFC9449-4.3-13c', 'percent-unreserved'),
    respelt('htu-lower-hex', 'has percent-encodings in lower case', 'RFC9449-4.3-13c', 'lower-hex'),
    respelt('htu-dot-segments', 'has dot segments', 'RFC9449-4.3-13d', 'dot-segments'),
    respelt('htu-empty-path', 'leaves out the slash of an empty path', 'RFC9449-4.3-13e', 'empty-path'),
    accepts(
      'htu-reserved-as-sent',
      'accepts a proof whose htu has a reserved character percent-encoded, as the request has it',
      'RFC9449-4.3-09l',
      [{ op: 'path', edit: 'reserved' }],
      { at: ['resource'], each: true },
    ),
    observes(
      'htu-reserved-decoded',
      'may accept a proof whose htu has a reserved character decoded',
      'RFC9449-4.3-09k',
      [claim.set('htu', htu('decode-reserved'))],
      { at: ['resource'], each: true },
    ),
    accepts(
      'htu-unreserved-as-sent',
      'accepts a proof whose htu has an unreserved character as the request has it',
      'RFC9449-4.3-09l',
      [{ op: 'path', edit: 'unreserved' }],
      { at: ['resource'], each: true },
    ),
  ],
});
