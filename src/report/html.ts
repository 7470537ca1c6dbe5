import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { RunRecord } from '../record/schema.ts';
import { pageData } from './html-data.ts';
import { pageContext } from './html-page.ts';
import { type ReportModel, type ReportOptions, reportModel } from './model.ts';
import { quirksContext } from './quirks-view.ts';
import { compileTemplate, templateText } from './template.ts';

export type HtmlOptions = ReportOptions & {
  /** Upper bound of the evidence in the page, in characters; findings beyond it, passed ones first, point to the record. */
  readonly maxDataCharacters?: number;
};

const page = compileTemplate('page.hbs', ['quirks', 'chart']);
const scripts = ['dom', 'exchange', 'proof', 'finding', 'sections', 'filter', 'main'] as const;
const maxPlainData = 524_288;

/** One self-contained page that asks the network for nothing. */
export function renderHtml(record: RunRecord, options: HtmlOptions = {}): string {
  const model = reportModel(record, options);
  const style = templateText('page.css');
  const script = `'use strict';\n{\n${scripts.map((name) => templateText(`page/${name}.js`)).join('\n')}}\n`;
  const data = fittingData(record, model, options.maxDataCharacters ?? 2_400_000);
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<style>${style}</style>`,
    page({ ...pageContext(model), quirks: quirksContext(record) }),
    `<script type="${data.type}" id="data">${data.text}</script>`,
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('\n');
}

/** Nothing may be loaded, nothing sent, no markup made from text: what a target says can at worst be read. */
function policy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

type Data = { readonly type: 'application/json' | 'application/gzip'; readonly text: string };

const probe = 300;

/** All evidence where it fits, else that of the worst findings. Large runs are measured by a part: a page costs seconds. */
function fittingData(record: RunRecord, model: ReportModel, max: number): Data {
  const sizeFor = (findings: number): number => encoded(pageData(record, model, findings), 0).text.length;
  let evidenceFor = record.findings.length;
  if (evidenceFor > probe) {
    const bare = sizeFor(0);
    const each = (sizeFor(probe) - bare) / probe;
    evidenceFor = Math.max(0, Math.min(evidenceFor, Math.floor((0.97 * (max - bare)) / each)));
  }
  for (;;) {
    const data = encoded(pageData(record, model, evidenceFor), maxPlainData);
    if (data.text.length <= max || evidenceFor === 0) return data;
    evidenceFor = Math.floor(evidenceFor * 0.9);
  }
}

/** Readable as it stands while it is small. `<` is written so that no text can end the script element. */
function encoded(data: object, maxPlain: number): Data {
  const json = JSON.stringify(data);
  if (json.length <= maxPlain)
    return { type: 'application/json', text: json.replaceAll(/[<\p{Cf}\p{Zl}\p{Zp}]/gu, escaped) };
  return { type: 'application/gzip', text: gzipSync(json).toString('base64') };
}

/** As JSON writes it, in UTF-16 units. */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
