import type { OxlintOverride } from 'oxlint';

/** The imports that a folder of src/ may have, besides its own files, files directly in `src/` and Node's modules. */
type Allowed = {
  readonly src?: readonly string[];
  readonly types?: readonly string[];
  readonly top?: readonly string[];
  readonly npm?: readonly string[];
};

const general = ['entities', 'htmlparser2', 'jose', 'leven', 'tough-cookie', 'yaml', 'zod'];
/** Formats that other tools read; `sarif` and `har-format` are types. */
const outputs = ['badge-maker', 'ctrf', 'har-format', 'sarif'];
const core = ['document', 'plan', 'proof', 'judge', 'suite', 'verdict', 'record', 'wire', 'target', 'login'];
/** The floors between the core and the cases: one opened target, one exchange, and the facts that a run learns first. */
const floors = ['bench', 'exchange', 'preflight'];

/** Imports point downwards. A folder that is not listed here may import nothing of ours. */
const folders: Readonly<Record<string, Allowed>> = {
  document: {},
  plan: { npm: ['zod'] },
  judge: {},
  record: {},
  wire: { types: ['record'] },
  proof: { src: ['plan'], types: ['wire'] },
  suite: { src: ['plan', 'document'] },
  /** What a client sent is judged again from the record, so the judge itself is asked. */
  verdict: { src: ['suite', 'plan', 'judge'], types: ['record', 'wire'] },
  target: { src: ['wire', 'plan', 'proof', 'document'], types: ['record'] },
  browser: { npm: ['playwright'] },
  login: { src: ['wire', 'target', 'document', 'browser'], npm: [...general, 'playwright'] },
  bench: { src: core },
  exchange: { src: [...core, 'bench'] },
  preflight: { src: [...core, 'bench', 'exchange'] },
  doctor: { src: [...core, ...floors] },
  peer: { src: ['suite', 'plan', 'proof'] },
  driver: { src: ['plan', 'target', 'document', 'browser'], npm: [...general, 'playwright'] },
  runner: { src: [...core, ...floors, 'peer', 'driver'] },
  fuzz: { src: [...core, ...floors, 'runner'], npm: [...general, 'fast-check'] },
  quirks: { src: [...core, ...floors] },
  bundle: { src: ['record', 'judge', 'suite', 'verdict'], npm: ['fflate', 'jose', 'zod'] },
  report: { src: ['record', 'verdict'], npm: [...general, 'handlebars', 'd3-array', 'd3-scale', ...outputs] },
  selftest: {
    src: ['bench', 'runner', 'fuzz', 'suite', 'record', 'verdict', 'target', 'proof'],
    top: ['suites', 'targets'],
  },
  app: {
    src: [...core, ...floors, 'doctor', 'peer', 'runner', 'fuzz', 'quirks', 'bundle', 'report', 'selftest'],
    top: ['suites'],
  },
  cli: {
    src: ['app', 'bundle', 'doctor', 'document', 'plan', 'record', 'report', 'selftest', 'suite', 'target', 'verdict'],
    top: ['suites'],
    npm: [...general, 'commander'],
  },
};

/** Three rules for each folder: for its own files, for those in its rooms, and in rooms of these, whose paths have one step more. */
const folderRules = Object.entries(folders).flatMap(([folder, allowed]) => {
  const types = allowed.types ?? [];
  const others = types.length > 0 ? [forbidAllBut(folder, allowed)] : [];
  return [
    restrict([`src/${folder}/**`], [allowOnly(folder, allowed, '..'), ...others]),
    restrict([`src/${folder}/*/**/*`], [allowOnly(folder, allowed, '../..'), ...others]),
    restrict([`src/${folder}/*/*/**/*`], [allowOnly(folder, allowed, '../../..'), ...others]),
  ];
});

/** Tests and the files that only tests import. They may import across the layers, and are no part of the package. */
export const testFiles = ['**/*.test.ts', '**/*.browser.ts', '**/*.fixture.ts', '**/testing/**'] as const;

/** The architecture as lint rules. For each file, the last matching rule replaces those before. */
export const architecture: readonly OxlintOverride[] = [
  restrict(['src/**'], [allowOnly('', {}, '..')]),
  ...folderRules,
  restrict(inFolder('src'), [forbid('(playwright|playwright-core|handlebars|commander)(/|$)')]),
  restrict(inFolder('src/login'), []),
  restrict(inFolder('src/driver'), []),
  restrict(['suites/**'], [suitesOnly()]),
  restrict(inFolder('suites'), [forbid('(playwright|playwright-core|handlebars|commander)(/|$)')]),
  restrict(
    ['targets/**'],
    [forbid('(\\.\\.?/)+(src|suites|reports|\\.ci)/'), forbid('(playwright|handlebars|commander)(/|$)')],
  ),
];

function inFolder(folder: string): string[] {
  return testFiles.map((glob) => `${folder}/${glob}`);
}

type Pattern = { group?: string[]; regex?: string; allowTypeImports?: boolean; message: string };

/**
 * An allow list: `*` restricts every import, each `!` lifts it. A lifted import is exempt from *all* patterns of the
 * rule, so an exception to an exception needs `forbidAllBut`. `src` is the way from the file to src/.
 */
function allowOnly(
  folder: string,
  { src: folders = [], types = [], top = [], npm = general }: Allowed,
  src: '..' | '../..' | '../../..',
): Pattern {
  const ways = { '..': ['.'], '../..': ['.', '..'], '../../..': ['.', '..', '../..'] }[src];
  const inside = ways.flatMap((way) => [`!${way}/[a-z0-9]*`, `!${way}/[a-z0-9]*/**`]);
  const ours = folders.map((name) => `!${src}/${name}/**`);
  const tops = top.map((name) => `!${src}/../${name}/**`);
  const packages = npm.flatMap((name) => [`!${name}`, `!${name}/**`]);
  const always = ['!node:*', '!node:*/**', `!${src}/*.ts`];
  const group = ['*', ...always, ...inside, ...(folder === '' ? [] : ours), ...tops, ...packages];
  const message = `src/${folder} may not import this: see .ci/architecture.ts.`;
  return types.length === 0 ? { group, message } : { group, message, allowTypeImports: true };
}

/** `allowTypeImports` lets types in from everywhere: this shuts out the folders that are not listed. */
function forbidAllBut(folder: string, { src = [], types = [] }: Allowed): Pattern {
  const shut = Object.keys(folders).filter((name) => ![folder, ...src, ...types].includes(name));
  return forbid(`(\\.\\./)+(${shut.join('|')})/`);
}

function suitesOnly(): Pattern {
  const group = ['*', '!./[a-z0-9]*', '!./[a-z0-9]*/**', '!../*.ts', '!{..,../..,../../..}/src/{suite,plan}/**'];
  return { group, message: 'suites/ are data: they import src/suite and src/plan only.' };
}

function forbid(start: string): Pattern {
  return { regex: `^${start}`, message: 'See .ci/architecture.ts.' };
}

function restrict(files: string[], patterns: Pattern[]): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}
