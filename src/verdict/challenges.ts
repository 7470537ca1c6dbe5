/** One challenge of a `WWW-Authenticate` field (RFC 9110 §11.6.1). Parameter names in lower case. */
export type Challenge = {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
  readonly token68?: string;
};

export type Challenges = { readonly list: readonly Challenge[]; readonly faults: readonly string[] };

type Open = { scheme: string; params: Map<string, string>; token68?: string };
type Reader = { readonly take: (pattern: RegExp) => string | undefined; readonly rest: () => string };

/** Reads every challenge of every field line; what does not fit the grammar is listed in `faults`, never thrown. */
export function parseChallenges(lines: readonly string[]): Challenges {
  const list: Open[] = [];
  const faults: string[] = [];
  for (const line of lines) parseLine(readerOf(line), list, faults);
  return { list, faults };
}

const separators = /[ \t,]*/y;
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const quoted = /"(?:[^"\\]|\\.)*"/y;
const equals = /[ \t]*=[ \t]*/y;
const spaces = / +/y;
const elementEnd = /(?=[ \t]*(?:,|$))/y;
/** The name of a parameter with a value behind it; without one, `a=` is a `token68`. */
const paramStart = /(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*=[ \t]*[^=\s,])/y;
const token68 = /(?![A-Za-z0-9._~+/-]+[ \t]*=[ \t]*[^=\s,])[A-Za-z0-9._~+/-]+(?:=*(?=[ \t]*(?:,|$))|=+(?=[ \t]))/y;

function parseLine(reader: Reader, list: Open[], faults: string[]): void {
  let current: Open | undefined;
  let isSeparate = true;
  for (reader.take(separators); reader.rest() !== ''; reader.take(separators)) {
    const name = reader.take(token);
    if (name === undefined) {
      faults.push(`unexpected ${JSON.stringify(reader.rest().slice(0, 12))}`);
      return;
    }
    if (!isSeparate) faults.push(`no comma before ${name}`);
    if (current !== undefined && reader.take(equals) !== undefined) {
      addParam(current, name, reader, faults);
    } else {
      current = { scheme: name, params: new Map() };
      list.push(current);
      if (startsParams(reader, current)) {
        isSeparate = true;
        continue;
      }
    }
    isSeparate = reader.take(elementEnd) !== undefined;
  }
}

/** Reads what may stand between a scheme and its first parameter; true where that parameter follows at once. */
function startsParams(reader: Reader, challenge: Open): boolean {
  if (reader.take(spaces) === undefined) return false;
  const value = reader.take(token68);
  if (value !== undefined) challenge.token68 = value;
  return reader.take(paramStart) !== undefined;
}

function addParam(challenge: Open, name: string, reader: Reader, faults: string[]): void {
  const text = reader.take(quoted);
  const value = text?.slice(1, -1).replaceAll(/\\(.)/g, '$1') ?? reader.take(token);
  if (value === undefined) {
    faults.push(`no value for ${name}`);
    return;
  }
  const key = name.toLowerCase();
  if (challenge.token68 !== undefined) faults.push(`${name} stands beside a token68`);
  if (challenge.params.has(key)) faults.push(`${name} stands twice in one challenge`);
  challenge.params.set(key, value);
}

function readerOf(line: string): Reader {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(line)?.[0];
    if (match !== undefined) at = pattern.lastIndex;
    return match;
  };
  return { take, rest: () => line.slice(at) };
}
