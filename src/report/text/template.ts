import { readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';

/** The text of a file beside the code, in the repository and in the package alike: `new URL('./page.css', import.meta.url)`. */
export function fileText(file: URL): string {
  return readFileSync(file, 'utf8');
}

/**
 * Compiles a template on first use. Every `{{…}}` is escaped, for HTML and XML alike; a triple-stash does not compile,
 * and the prototype of a value is out of reach. `partials`: other templates that it includes by their names without ending.
 */
export function compileTemplate(file: URL, partials: readonly URL[] = []): (context: object) => string {
  let template: HandlebarsTemplateDelegate | undefined;
  return (context) => {
    template ??= compile(file, partials);
    return template(context, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
  };
}

function compile(file: URL, partials: readonly URL[]): HandlebarsTemplateDelegate {
  const handlebars = Handlebars.create();
  for (const partial of partials) handlebars.registerPartial(path.parse(partial.pathname).name, escapingText(partial));
  return handlebars.compile(escapingText(file), { strict: false, knownHelpersOnly: true, preventIndent: true });
}

function escapingText(file: URL): string {
  const text = fileText(file);
  if (/\{\{~?(?:\{|&)/.test(text)) throw new Error(`${file.pathname}: unescaped output is not allowed`);
  return text;
}
