const everyUnit = (text: string, write: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('');
const hexOf = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
export const wrapped = (text: string, by: string): string => text.match(/[^]{1,7}/gu)?.join(by) ?? text;

/** What becomes of a value in the answers of servers. */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
  'percent-encoding': encodeURIComponent,
  'percent-encoding without the slash': (text) => encodeURIComponent(text).replaceAll('%2F', '/'),
  'percent-encoding of everything, in lower case': (text) =>
    [...Buffer.from(text)].map((octet) => `%${hexOf(octet, 2)}`).join(''),
  'form-encoding': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON with escaped slashes': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON with escapes for HTML': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[&<>'+=]/g, (one) => `\\u${hexOf(one.charCodeAt(0), 4).toUpperCase()}`),
  'JSON of escapes alone': (text) => everyUnit(text, (code) => `\\u${hexOf(code, 4)}`),
  HTML: (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  'HTML with numbers': (text) =>
    Array.from(text)
      .map((one) => `&#x${hexOf(one.codePointAt(0) ?? 0, 2)};`)
      .join(''),
  'HTML with decimal numbers': (text) =>
    Array.from(text)
      .map((one) => `&#${one.codePointAt(0)};`)
      .join(''),
  'HTML with names': (text) => text.replaceAll('&', '&amp;').replaceAll('/', '&sol;').replaceAll('+', '&plus;'),
};

/** How a value is divided, before anything is done to its parts. */
export const divisions: Readonly<Record<string, (text: string) => string>> = {
  'not divided': (text) => text,
  'lines in JSON': (text) => wrapped(text, '\\r\\n'),
  'members of an array': (text) => wrapped(text, '","'),
  'indented lines': (text) => wrapped(text, '",\n  "'),
};
