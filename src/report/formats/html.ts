import { createHash } from 'node:crypto';
import type { RunRecord } from '../../record/schema.ts';
import { guideContext } from '../guide/guide.ts';
import { pageScript, pageStyle, pageTemplate } from '../html/assets.ts';
import { dataElements } from '../html/data-elements.ts';
import { pageContext } from '../html/page-context.ts';
import { type ReportOptions, reportModel } from '../model.ts';
import { statementContext, type StatementOptions } from '../statement/statement.ts';
import { quirksContext } from '../quirks/view.ts';

export type HtmlOptions = ReportOptions & {
  /** Upper bound of the data in the page, in characters; findings beyond it, passed ones first, point to the record. */
  readonly maxDataCharacters?: number;
  /** What stands at its head where it is a part of a bundle. */
  readonly statement?: StatementOptions;
};

/** One self-contained page that asks the network for nothing. */
export function renderHtml(record: RunRecord, options: HtmlOptions = {}): string {
  const model = reportModel(record, options);
  const style = pageStyle();
  const script = pageScript();
  const statement = options.statement && statementContext(record, options.statement);
  const parts = { guide: guideContext(), quirks: quirksContext(record), statement };
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<style>${style}</style>`,
    pageTemplate({ ...pageContext(record, model), ...parts }),
    ...dataElements(record, model, options.maxDataCharacters ?? 2_400_000),
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
