import type { Finding } from '../../record/schema.ts';
import { isBreach } from '../judgement.ts';

type Titled = Pick<Finding, 'title' | 'verdict' | 'crash'>;

/** What was seen, with the server as its subject: the title of the case where it is kept, and its contrary where it is not. */
export function seenTitle({ title, verdict, crash }: Titled): string {
  if (!isBreach(verdict)) return title;
  return crash === true ? crashed(title) : contrary(title);
}

function crashed(title: string): string {
  const object =
    /^(?:rejects|accepts|may accept|may refuse|answers(?: without a server error| in good time)?) (.*)$/s.exec(
      title,
    )?.[1];
  return object === undefined ? `crashes: ${contrary(title)}` : `crashes on ${object}`;
}

const contraries: readonly (readonly [pattern: RegExp, to: string])[] = [
  [/^accepts one at most of /, 'accepts more than one of '],
  [/^accepts (.*) once when /s, 'accepts $1 more than once when '],
  [/^accepts (.*) each time that it comes$/s, 'refuses $1 now and then'],
  [/^accepts (.*), each time$/s, 'refuses $1 now and then'],
  [/^accepts one /, 'does not accept one '],
  [/^accepts /, 'refuses '],
  [/^rejects /, 'accepts '],
  [/^may (accept|refuse|still take) /, 'does not keep: may $1 '],
  [/^reveals nothing in /, 'reveals what it protects in '],
  [/^issues (.*) for (.*) at most$/s, 'issues $1 for longer than $2'],
  [/^sends one (.*) at most$/s, 'sends more than one $1'],
  [/^forbids caches to /, 'lets caches '],
  [/^(\w+s) nothing but /, '$1 more than '],
  [/^(\w+s) no other /, '$1 another '],
  [/^(\w+s) neither (.*?) nor /s, '$1 $2 or '],
  [/^(\w+s) no (?=[aeiouX])/, '$1 an '],
  [/^(\w+s) no /, '$1 a '],
  [/^(\w+s) only /, '$1 more than '],
];

function contrary(title: string): string {
  const found = contraries.find(([pattern]) => pattern.test(title));
  if (found !== undefined) return title.replace(found[0], found[1]);
  const [verb = '', ...rest] = title.split(' ');
  return verb.endsWith('s') ? ['does not', infinitive(verb), ...rest].join(' ') : `does not keep: ${title}`;
}

function infinitive(verb: string): string {
  if (verb.endsWith('ies')) return `${verb.slice(0, -3)}y`;
  return verb.slice(0, /(?:sh|ch|ss|x)es$/.test(verb) ? -2 : -1);
}
