import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import path from 'node:path';

/** Verdicts, tones and exit codes are made in this folder; all others pass on what they get from it. */
const source = fileURLToPath(new URL('..', import.meta.url));

const verdicts = 'pass|fail|warn|note|skip|blocked|error';
const words = `(?:${verdicts}|strong|paired|weak|good|bad|unsure|measured)`;
const names = '(?:verdict|attribution|tone)';

/** Ways to make one, each with an example that it has to find. */
const ways: readonly (readonly [what: string, pattern: RegExp, example: string])[] = [
  [
    'a member with a value of its own',
    new RegExp(`(?<!readonly )\\b${names}:\\s*(?:[^,;{}|]*\\?\\s*)?['"\`]${words}['"\`](?!\\s*\\|)`, 'g'),
    "return { verdict: isBad ? 'fail' : 'pass' };",
  ],
  [
    'a constant with a value of its own',
    new RegExp(`\\b(?:const|let) ${names}\\b[^;=]*=[^;=]*['"\`]${words}['"\`]`, 'g'),
    "const verdict = isBad ? 'blocked' : other;",
  ],
  [
    'a function that returns one',
    /\)(?:: (?:Promise<)?(?:Verdict|Attribution|Tone|Judgement|StepVerdict|ExitCode)\b>?)(?: \{| =>)/g,
    'function toneOf(counts: Counts): Tone {',
  ],
  ['an exit code as a number', /\bexit(?:Code)?\s*(?:[:=]|\()\s*\d/g, 'process.exitCode = 3;'],
  ['an exit code by verdict', /\bpass:\s*\d/g, 'return { pass: 0, fail: 1 }[verdict];'],
];

/** Each with the reason why it may. */
const exempt: Readonly<Record<string, string>> = {
  'cli/bin.ts': 'it says that Node is too old, before anything can be loaded',
  'selftest/kills.ts': 'it ranks verdicts, and makes none',
};

function found(text: string): readonly (readonly [line: number, what: string])[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|(?<![:'"`])\/\/.*/g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return ways.flatMap(([what, pattern]) =>
    [...code.matchAll(pattern)].map(({ index }) => [code.slice(0, index).split('\n').length, what] as const),
  );
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(path.sep, '/'))
  .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$|(^|\/)fixture\.ts$|^verdict\//.test(name));

describe('no other folder makes', () => {
  test('a verdict, a tone or an exit code', () => {
    const places = files
      .filter((name) => !Object.hasOwn(exempt, name))
      .flatMap((name) =>
        found(readFileSync(path.join(source, name), 'utf8')).map(([line, what]) => `src/${name}:${line}: ${what}`),
      );
    expect(places).toEqual([]);
  });

  test.each(ways)('%s would be found', (what, _pattern, example) => {
    expect(found(example).map(([, one]) => one)).toContain(what);
  });

  test.each([
    ["if (verdict === 'fail') return;"],
    ["readonly verdict: 'fail' | 'warn';"],
    ["const isBad = verdict === 'fail';"],
    ['return { ...result, verdict: judgement.verdict };'],
    ["// verdict: 'pass'"],
  ])('what only reads one is not: %s', (code) => {
    expect(found(code)).toEqual([]);
  });
});
