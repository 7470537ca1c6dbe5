import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';
import { describe, expect, test } from 'vitest';
import { runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import type { RunRecord } from '../../record/schema.ts';
import { renderJunit } from './junit.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());
const empty = foldRecord([runStarted(['t']), runFinished()]);

describe('the JUnit report', () => {
  const total = (xml: string) => /<testsuites [^>]*>/.exec(xml)?.[0];

  test('counts failures, errors and skipped as CI servers do', () => {
    expect(total(renderJunit(mixed))).toMatchInlineSnapshot(
      `"<testsuites name="proofmark" tests="15" failures="1" errors="2" time="0.094">"`,
    );
    expect(total(renderJunit(green))).toMatchInlineSnapshot(
      `"<testsuites name="proofmark" tests="7" failures="0" errors="0" time="0.043">"`,
    );
  });

  test('has an error where nothing was judged', () => {
    expect(renderJunit(empty)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="proofmark (partial: no case was run)" tests="2" failures="0" errors="1" time="0.000">
        <testsuite name="run" tests="2" failures="0" errors="1" skipped="1" time="0.000" timestamp="2026-11-22T02:13:04.020Z">
          <testcase classname="proofmark.run" name="the run is conclusive (1)" time="0.000">
            <error type="error" message="t: No case was judged.">t: No case was judged.</error>
          </testcase>
          <testcase classname="proofmark.run" name="everything that applies was run" time="0.000">
            <skipped>Nothing was run: no case was tried.</skipped>
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
      new Set([
        '?xml',
        'error',
        'failure',
        'properties',
        'property',
        'skipped',
        'system-out',
        'testcase',
        'testsuite',
        'testsuites',
      ]),
    );
    expect(xml.replaceAll(/&(?:#x?[0-9A-Fa-f]+|lt|gt|amp|quot);/g, '')).not.toContain('&');
  });
});

describe('as others read it', () => {
  const xsd = readFileSync(new URL('../../../reports/schemas/jenkins-junit.xsd', import.meta.url), 'utf8');
  const runs = {
    mixed,
    green,
    hostile,
    empty,
    large: foldRecord(largeRun(60)),
    killed: foldRecord(greenRun().slice(0, -1)),
  };

  test.each(Object.entries(runs))('a run that is %s keeps the schema of Jenkins', async (_, record) => {
    const xml = [{ fileName: 'junit.xml', contents: renderJunit(record) }];
    const { valid, errors } = await validateXML({ xml, schema: [xsd] });
    expect([valid, errors]).toEqual([true, []]);
  });

  test('the schema of Jenkins refuses what it does not know', async () => {
    const contents = renderJunit(green).replace('<testcase ', '<testcase requirement="none" ');
    const { valid } = await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [xsd] });
    expect(valid).toBe(false);
  });

  test.each(Object.entries(runs))('a run that is %s has no two tests of one name', (_, record) => {
    const names = readCases(record).map(({ classname, name }) => `${classname}: ${name}`);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  });

  test('the body of a failure, all that GitLab shows, has the message, the rule and the command', () => {
    const failures = readCases(mixed).flatMap(({ failure }) => failure ?? []);
    expect(failures).toEqual([
      {
        type: 'fail',
        message: 'Accepted with 200, like the control that has no fault.',
        '#text': [
          'fail: Accepted with 200, like the control that has no fault.',
          'problem rs:htu: accepts a proof whose htu names another path. A proof made for one server or endpoint can be used at another, also by a server that has received it.',
          'RFC9449-4.3-09a (MUST) htu naming another path is refused.',
          'RFC9449-4.3-09a: expected a refusal; got accepted with 200',
          'repeat: proofmark replay record.ndjson shop/htu-other-path@resource',
        ].join('\n'),
      },
    ]);
  });

  test('the properties of a suite name target, section, and the requirements and problems of its tests', () => {
    const suite = readSuites(mixed).find(({ name }) => name?.startsWith('shop / as / RFC 9449 §4.3'));
    expect(suite?.properties?.[0]?.property.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'target=shop',
      'target.descriptor=targets/shop.yaml',
      'target.version=ab12cd34ef567890aa11',
      'role=as',
      'section=RFC 9449 §4.3',
      'requirement:proof-too-large@token=RFC9449-4.3-09a',
      'requirement:jwk-private-key@token=RFC9449-4.3-07a',
      'problem:jwk-private-key@token=as:private-key',
    ]);
  });

  test('a text of the target names no attachment for GitLab to show', () => {
    const events = mixedRun().map((event) =>
      event.type === 'finding' ? { ...event, reason: '[[ATTACHMENT|../../secret]]' } : event,
    );
    expect(renderJunit(foldRecord(events))).not.toContain('[[ATTACHMENT|');
  });
});

type Case = { readonly classname: string; readonly name: string; readonly failure?: readonly object[] };
type Properties = { readonly property: readonly { readonly name: string; readonly value: string }[] };
type Suite = {
  readonly name?: string;
  readonly properties?: readonly Properties[];
  readonly testcase?: readonly Case[];
};

function readSuites(record: RunRecord): readonly Suite[] {
  const single = ['?xml', 'testsuites', 'skipped'];
  const isArray = (name: string, _path: unknown, _isLeaf: boolean, isAttribute: boolean): boolean =>
    !isAttribute && !single.includes(name);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    isArray,
  });
  const { testsuites } = parser.parse(renderJunit(record)) as { readonly testsuites: { readonly testsuite?: Suite[] } };
  return testsuites.testsuite ?? [];
}

function readCases(record: RunRecord): readonly Case[] {
  return readSuites(record).flatMap(({ testcase = [] }) => testcase);
}
