import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

/** The text of a file in `templates/`. */
export function templateText(name: string): string {
  return readFileSync(new URL(`templates/${name}`, import.meta.url), 'utf8');
}

/**
 * Compiles a template on first use. Every `{{…}}` is escaped, for HTML and XML alike; a triple-stash does not compile,
 * and the prototype of a value is out of reach. `partials`: other templates that it includes, without their ending.
 */
export function compileTemplate(name: string, partials: readonly string[] = []): (context: object) => string {
  let template: HandlebarsTemplateDelegate | undefined;
  return (context) => {
    template ??= compile(name, partials);
    return template(context, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
  };
}

function compile(name: string, partials: readonly string[]): HandlebarsTemplateDelegate {
  const handlebars = Handlebars.create();
  for (const partial of partials) handlebars.registerPartial(partial, escapingText(`${partial}.hbs`));
  return handlebars.compile(escapingText(name), { strict: false, knownHelpersOnly: true, preventIndent: true });
}

function escapingText(name: string): string {
  const text = templateText(name);
  if (/\{\{~?(?:\{|&)/.test(text)) throw new Error(`templates/${name}: unescaped output is not allowed`);
  return text;
}
