import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import {
  findingEvents,
  fuzzed,
  preflight,
  runFinished,
  runStarted,
  sketches,
} from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { renderBadgeJson, renderBadgeSvg } from './badge.ts';

const [sketch] = sketches;
if (sketch === undefined) throw new Error('the fixture has sketches');

function oneCase(change: object, scope = runStarted(['t']).scope): readonly RecordEvent[] {
  const finding = findingEvents('t', sketch ?? never(), 1, { verdict: 'warn', ...change });
  return [runStarted(['t'], { scope }), preflight('t', [], 1), ...finding, fuzzed('t'), runFinished()];
}

function never(): never {
  throw new Error('unreachable');
}

const runs: readonly (readonly [string, readonly RecordEvent[], string, string])[] = [
  ['whole and good', greenRun(), 'gate met', 'brightgreen'],
  ['bad', mixedRun(), 'gate not met', 'red'],
  [
    'partial',
    oneCase({}, { narrowed: [{ by: '--case', to: ['a'] }], slow: false }),
    'partial: 1 of 1 case, --case a',
    'lightgrey',
  ],
  ['of a server that crashes', oneCase({ crash: true }), 'gate met; the server crashes', 'yellow'],
  ['empty', [runStarted(['t']), runFinished()], 'not conclusive (partial: no case was run)', 'orange'],
  ['killed', greenRun().slice(0, -1), 'not conclusive', 'orange'],
];

describe('the badge', () => {
  test.each(runs)('of a run that is %s', (_, events, message, color) => {
    const record = foldRecord(events);
    expect(JSON.parse(renderBadgeJson(record))).toEqual({ schemaVersion: 1, label: 'RFC 9449 DPoP', message, color });
    const svg = renderBadgeSvg(record);
    expect(XMLValidator.validate(svg)).toBe(true);
    const read = new XMLParser({ ignoreAttributes: false }).parse(svg) as { svg: { title: string } };
    expect(read.svg.title).toBe(`RFC 9449 DPoP: ${message}`);
    // The bright green of badge-maker.
    expect(svg.includes('#4b0')).toBe(color === 'brightgreen');
  });

  test('has ids of its own, so that several may stand in one page', () => {
    const ids = [greenRun(), mixedRun()].flatMap((events) =>
      [...renderBadgeSvg(foldRecord(events)).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id),
    );
    // The filter is the same one in each.
    const own = ids.filter((id) => id !== 'blur');
    expect(own).toHaveLength(4);
    expect(new Set(own).size).toBe(4);
  });

  test('has no markup of a hostile text', () => {
    const [first, ...rest] = hostileRun();
    if (first?.type !== 'run-started') throw new Error('a run starts');
    const [target] = first.targets;
    if (target === undefined) throw new Error('a run has a target');
    const crashing = rest.map((event) => (event.type === 'finding' ? { ...event, crash: true as const } : event));
    const started = { ...first, targets: [target, { ...target, name: 'other' }] };
    const svg = renderBadgeSvg(foldRecord([started, ...crashing]));
    expect(svg).toContain('&lt;/script&gt;');
    expect(svg).not.toMatch(/<script|<img|\p{Cf}/u);
    expect(XMLValidator.validate(svg)).toBe(true);
  });
});
