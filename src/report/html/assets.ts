import { compileTemplate, fileText } from '../text/template.ts';

export const pageTemplate = compileTemplate(new URL('./templates/page.hbs', import.meta.url), [
  new URL('./templates/quirks.hbs', import.meta.url),
  new URL('./templates/chart.hbs', import.meta.url),
  new URL('./templates/guide.hbs', import.meta.url),
  new URL('./templates/spans.hbs', import.meta.url),
  new URL('./templates/problem.hbs', import.meta.url),
  new URL('./templates/wireline.hbs', import.meta.url),
  new URL('./templates/statement.hbs', import.meta.url),
]);

/** In this order: a later file overrules an earlier one. */
const styles = [
  'theme',
  'base',
  'status',
  'masthead',
  'guide',
  'contents',
  'problems',
  'summary',
  'filters',
  'findings',
  'exchange',
  'coverage',
  'quirks',
  'statement',
  'footer',
  'narrow',
  'print',
] as const;

const scripts = ['dom', 'exchange', 'proof', 'finding', 'sections', 'filter', 'guide', 'problems', 'main'] as const;

export function pageStyle(): string {
  return styles.map((name) => fileText(new URL(`./styles/${name}.css`, import.meta.url))).join('\n');
}

/** All files in one scope of their own. */
export function pageScript(): string {
  const texts = scripts.map((name) => fileText(new URL(`./scripts/${name}.js`, import.meta.url)));
  return `'use strict';\n{\n${texts.join('\n')}}\n`;
}
