import { describe, expect, test } from 'vitest';
import { findingEvents, runFinished, runStarted, sketches } from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderAnnotations } from './annotations.ts';

const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1);

describe('the annotations of GitHub', () => {
  test('begin with the headline, and show what counts and what could not be judged', () => {
    expect(renderAnnotations(foldRecord(mixedRun()))).toMatchInlineSnapshot(`
      "::error file=targets/reference.yaml,line=1,title=DPoP conformance::Gate not met%0Ashop does not conform to RFC 9449 (1 of 2 targets).%0A1 finding counts against the gate: 1 fail (it fails on fail).
      ::error file=targets/shop.yaml,line=9,title=shop%3A fail%3A accepts a proof whose htu names another path::Accepted with 200, like the control that has no fault.%0AA proof made for one server or endpoint can be used at another, also by a server that has received it.%0Ahtu-other-path@resource%0Aproofmark replay record.ndjson shop/htu-other-path@resource
      ::error file=targets/shop.yaml,line=3,title=shop%3A error%3A refuses or takes a large proof cleanly::The connection was reset.%0Aproof-too-large@token%0Aproofmark replay record.ndjson shop/proof-too-large@token
      ::error file=targets/shop.yaml,line=9,title=shop%3A blocked%3A rejects a proof without ath beside an access token::The control was throttled with 429: nothing can be concluded.%0Aath-missing@resource%0Aproofmark replay record.ndjson shop/ath-missing@resource
      ::warning file=targets/shop.yaml,line=9,title=shop%3A warn%3A accepts a proof made an hour ahead::Accepted with 200, like the control that has no fault.%0AA proof that was stolen, or was made ahead of its time, can be used for much longer than it should.%0Aiat-hour-ahead@resource%0Aproofmark replay record.ndjson shop/iat-hour-ahead@resource
      "
    `);
  });

  test('say of a green run only that its gate is met', () => {
    expect(renderAnnotations(foldRecord(greenRun()))).toMatchInlineSnapshot(`
      "::notice file=targets/reference.yaml,line=1,title=DPoP conformance::Gate met%0Areference conforms to RFC 9449 in all that was tried.
      "
    `);
  });

  test('have an error where nothing was judged', () => {
    const [first] = linesOf(renderAnnotations(foldRecord([runStarted(['t']), runFinished()])));
    expect(first).toMatch(
      /^::error .*::Not conclusive \(partial: no case was run\)%0AWhether t conforms to RFC 9449 cannot be said: No case was judged\.%0A/,
    );
  });

  test('are one for each problem, with the number of findings that show it', () => {
    const lines = linesOf(renderAnnotations(foldRecord(largeRun(400))));
    const shown = lines.map((line) =>
      /title=(.*?)::.*?%0A([\w@-]+ and \d+ more|[\w@-]+%0A)/.exec(line)?.slice(1).join(': '),
    );
    expect(shown.slice(1)).toMatchInlineSnapshot(`
      [
        "big%3A fail%3A accepts a proof whose htu names another path: htu-other-path-0@resource and 6 more",
        "big%3A fail%3A accepts a proof made an hour ahead: iat-hour-ahead-20@resource and 6 more",
        "big%3A fail%3A refuses the scheme in lower case: scheme-lower-case-40@resource and 5 more",
      ]
    `);
  });

  test('are ten of a kind at most, and the last one counts the rest', () => {
    const names = Array.from({ length: 14 }, (_, index) => `t${index}`);
    const [one] = sketches;
    if (one === undefined) throw new Error('the fixture has sketches');
    const findings = names.flatMap((name, index) => findingEvents(name, one, index, { verdict: 'fail' }));
    const lines = linesOf(
      renderAnnotations(foldRecord([runStarted(names), ...findings, runFinished({ exitCode: 1 })])),
    );
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error file=targets/t0.yaml,line=1,title=6 more::6 more are in the reports.');
  });

  test('no hostile text ends its line, its property or its command', () => {
    for (const line of linesOf(renderAnnotations(foldRecord(hostileRun())))) {
      expect(line).toMatch(/^::(error|warning|notice) (file=[^:,]*,line=\d+,)?title=[^:,]*::[^\r\n]*$/);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
