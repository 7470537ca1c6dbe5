import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root, runCommand } from '../command.ts';
import { codes, type Page, writtenPages } from './pages.ts';

const fenced = /^( *)```[a-z]*\n(.*?)^\1```$/gms;

/** Lines of code in a page, and code within its sentences. */
function codeOf({ text, prose }: Page): readonly string[] {
  const blocks = [...text.matchAll(fenced)].flatMap(([, , block = '']) => block.split('\n'));
  return [...blocks, ...codes(prose)].map((line) => line.replace(/(^|\s)# .*$/, ''));
}

/** `proofmark run t.yaml --slow` → `run` and `--slow`. */
function callsIn(line: string): readonly { readonly command: string; readonly flags: readonly string[] }[] {
  return [...line.matchAll(/(?:^|[\s/])proofmark ([a-z]+)([^|;&]*)/g)].map(([, command = '', rest = '']) => ({
    command,
    flags: [...rest.matchAll(/(?<=^|\s)--[a-z-]+/g)].map(([flag]) => flag),
  }));
}

async function helpOf(...command: readonly string[]): Promise<string> {
  const { stdout } = await runCommand([process.execPath, 'src/cli/main.ts', ...command, '--help']);
  return stdout;
}

test('every command and flag of Proofmark that a page names exists', async () => {
  const commands = [...(await helpOf()).matchAll(/^ {2}([a-z]+) [[<]/gm)].map(([, name = '']) => name);
  const known = new Map(await Promise.all(commands.map(async (name) => [name, await helpOf(name)] as const)));
  const faults = writtenPages().flatMap((page) =>
    codeOf(page)
      .flatMap(callsIn)
      .flatMap(({ command, flags }) => {
        const help = known.get(command);
        const call = `${page.path}: proofmark ${command}`;
        return help === undefined
          ? [call]
          : flags.filter((flag) => !help.includes(flag)).map((flag) => `${call} ${flag}`);
      }),
  );
  expect(faults).toEqual([]);
});

test('every npm script that a page names exists', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const named = writtenPages().flatMap((page) =>
    codeOf(page).flatMap((line) => [...line.matchAll(/\bnpm run ([a-z-]+)/g)].map(([, name = '']) => name)),
  );
  expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
});
