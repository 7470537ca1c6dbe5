import { maskPattern, variableName } from './mask.ts';

/** One word for a POSIX shell, quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : shellQuoted(text);
}

/** In single quotes nothing is special but the single quote itself. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** As {@link shellQuoted}, with each masked secret as the variable to set: `‹access_token sha256:…›` is `$ACCESS_TOKEN`. */
export function shellQuotedSecrets(text: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(maskPattern)) {
    if (match.index > end) pieces.push(shellQuoted(text.slice(end, match.index)));
    pieces.push(`"$${variableName(match[1] ?? 'secret')}"`);
    end = match.index + match[0].length;
  }
  if (end < text.length || pieces.length === 0) pieces.push(shellQuoted(text.slice(end)));
  return pieces.join('');
}

/** The command that sends a finding's exchanges again, signed anew. */
export function replayLine(recordPath: string, target: string, instance: string): string {
  return `proofmark replay ${shellWord(recordPath)} ${shellWord(`${target}/${instance}`)}`;
}
