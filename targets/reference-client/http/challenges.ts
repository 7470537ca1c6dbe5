export interface Challenge {
  /** In lower case: names of schemes have no case (RFC 9110 11.1). */
  readonly scheme: string;
  readonly spelt: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, Parameter>;
}

interface Parameter {
  readonly value: string;
  readonly quoted: boolean;
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const separators = /[ \t,]*/y;
const schemeName = new RegExp(`(${token})(?:[ \\t]+|(?=,)|$)`, 'y');
const token68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y;
const parameter = new RegExp(
  `[ \\t,]*(${token})[ \\t]*=[ \\t]*(?:(${token})|"((?:[^"\\\\]|\\\\.)*)")(?=[ \\t]*(?:,|$))`,
  'y',
);

/** All challenges of the WWW-Authenticate lines (RFC 9110 11.6.1). What cannot be read ends the list. */
export function readChallenges(lines: readonly string[]): readonly Challenge[] {
  return lines.flatMap((line) => readLine(line));
}

function readLine(line: string): readonly Challenge[] {
  const found: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(separators);
    const spelt = take(schemeName)?.[1];
    if (spelt === undefined) return found;
    const parameters = new Map<string, Parameter>();
    if (!take(token68))
      for (let match = take(parameter); match; match = take(parameter)) {
        const [, name = '', bare, quoted = ''] = match;
        const value = bare ?? quoted.replaceAll(/\\(.)/g, '$1');
        parameters.set(name.toLowerCase(), { value, quoted: bare === undefined });
      }
    found.push({ scheme: spelt.toLowerCase(), spelt, parameters });
  }
}
