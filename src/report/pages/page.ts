import { createHash } from 'node:crypto';
import { compileTemplate, fileText } from '../text/template.ts';

/** A page without any script: its title, and what its template shows. Texts of a target are made plain by who gives them. */
export type Page = { readonly title: string; readonly body: string };

const styles = [
  '../html/styles/theme.css',
  '../html/styles/base.css',
  '../html/styles/status.css',
  '../html/styles/masthead.css',
  './pages.css',
].map((name) => new URL(name, import.meta.url));

const headTemplate = compileTemplate(new URL('./head.hbs', import.meta.url));

/** One self-contained file that asks the network for nothing and runs nothing. */
export function renderPage({ title, body }: Page): string {
  const style = styles.map(fileText).join('\n');
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(style)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="generator" content="Proofmark">',
    headTemplate({ title }),
    `<style>${style}</style>\n</head>`,
    `<body>\n${body}</body>\n</html>\n`,
  ].join('\n');
}

function policyOf(style: string): string {
  const digest = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}
