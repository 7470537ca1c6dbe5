import { describe, expect, test } from 'vitest';
import { runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderJunit } from './junit.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());
const empty = foldRecord([runStarted(['t']), runFinished()]);

describe('the JUnit report', () => {
  const total = (xml: string) => /<testsuites [^>]*>/.exec(xml)?.[0];

  test('counts failures, errors and skipped as CI servers do', () => {
    expect(total(renderJunit(mixed))).toMatchInlineSnapshot(
      `"<testsuites name="proofmark" tests="15" failures="1" errors="2" skipped="2" time="0.094">"`,
    );
    expect(total(renderJunit(green))).toMatchInlineSnapshot(
      `"<testsuites name="proofmark" tests="7" failures="0" errors="0" skipped="0" time="0.043">"`,
    );
  });

  test('has an error where nothing was judged', () => {
    expect(renderJunit(empty)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="proofmark (partial: no case was run)" tests="2" failures="0" errors="1" skipped="1" time="0.000">
        <testsuite name="run" tests="2" failures="0" errors="1" skipped="1" time="0.000" timestamp="2026-11-22T02:13:04.020Z">
          <testcase classname="proofmark.run" name="the run is conclusive (1)" time="0.000">
            <error type="error" message="t: No case was judged.">t: No case was judged.</error>
          </testcase>
          <testcase classname="proofmark.run" name="everything that applies was run" time="0.000">
            <skipped message="Nothing was run: no case was tried."/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test('is well-formed with hostile texts: no markup of theirs, no character that XML forbids', () => {
    const xml = renderJunit(hostile);
    expect(xml).not.toMatch(/(?![\n\t])\p{Cc}/u);
    const tags = [...xml.matchAll(/<\/?([^\s>/]*)/g)].map(([, name]) => name);
    expect(new Set(tags)).toEqual(
      new Set(['?xml', 'error', 'failure', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites']),
    );
    expect(xml.replaceAll(/&(?:#x?[0-9A-Fa-f]+|lt|gt|amp|quot);/g, '')).not.toContain('&');
  });
});
