import { execFileSync } from 'node:child_process';

/** The words that a POSIX shell makes of a line; `curl` only prints them. */
export function shellWords(line: string, env: Record<string, string> = {}): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; words() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}
