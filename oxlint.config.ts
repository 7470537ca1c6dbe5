import { defineConfig } from 'oxlint';
import { architecture, testFiles } from './.ci/architecture.ts';

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['dist', 'reports/out'],
  env: { node: true },
  rules: {
    // Types hold
    'typescript/await-thenable': 'error',
    'typescript/consistent-type-exports': 'error',
    'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    'typescript/no-deprecated': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unnecessary-boolean-literal-compare': 'error',
    'typescript/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-type-assertion': 'off', // parsers at the edge assert their result
    'typescript/only-throw-error': 'error',
    'typescript/prefer-nullish-coalescing': ['error', { ignorePrimitives: { boolean: true, string: true } }],
    'typescript/prefer-optional-chain': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/require-await': 'error',
    'typescript/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
    'typescript/return-await': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/unbound-method': 'off', // nothing here has a `this` to lose
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    // Modules
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'import/no-duplicates': 'error',
    'import/no-mutable-exports': 'error',
    'import/no-named-as-default': 'off', // `import fc from 'fast-check'`
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'unicorn/prefer-node-protocol': 'error',
    // Size
    'max-depth': ['error', 4],
    'max-lines': ['error', 250],
    'max-params': ['error', 4],
    'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    // Habits
    'consistent-return': 'off', // tsc checks exhaustive switches better
    'typescript/consistent-return': 'off',
    'promise/always-return': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
    'vitest/no-standalone-expect': 'off',
    eqeqeq: 'error',
    'no-console': 'error',
    'no-control-regex': 'off', // hostile text is our trade
    'no-else-return': 'error',
    'no-param-reassign': 'error',
    'no-shadow': 'off', // `path` and `name` twice read better than a renamed copy
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'preserve-caught-error': 'error',
  },
  overrides: [
    ...architecture,
    { files: ['suites/**', '*.config.ts', '.ci/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['suites/**', ...testFiles], rules: { 'max-lines': ['error', 400] } },
    { files: [...testFiles], rules: { 'max-lines-per-function': 'off', 'max-params': 'off' } },
    { files: ['src/cli/**', 'targets/**', '.ci/**'], rules: { 'no-console': 'off' } },
    // app/ gets its surroundings from the front end.
    { files: ['src/app/**'], rules: { 'no-restricted-globals': ['error', 'process'] } },
    {
      // Adapters for interfaces of other people, which are asynchronous by contract and insecure on purpose.
      files: ['targets/**', ...testFiles],
      rules: {
        'typescript/no-deprecated': 'off',
        'typescript/require-await': 'off',
      },
    },
    {
      // Plain JavaScript has only inferred types.
      files: ['**/*.mjs', '**/*.js'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    // Scripts of the report's page share one scope.
    { files: ['**/*.js'], env: { browser: true }, rules: { 'no-unused-vars': 'off' } },
  ],
});
