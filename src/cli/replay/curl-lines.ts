import type { CurlOutcome } from '../../app/replay/curl.ts';
import { plainText } from '../../report/text/plain.ts';

const expectations: Readonly<Record<CurlOutcome['expect'], string>> = {
  accept: 'The lawful answer is due.',
  refuse: 'It must be refused.',
  challenge: 'A demand for a nonce is due.',
  observe: 'What the answer holds decides, as the report says.',
  once: 'It must be accepted once at most.',
};

/** What was obtained for this one request; all else a user knows and can set. */
const made = /^(?:ACCESS_TOKEN|REFRESH_TOKEN|ID_TOKEN|TOKEN|CODE|REQUEST_URI|CLIENT_ASSERTION|CREDENTIALS|COOKIE)$/;

/** Comments of a shell, and the command: all of it can be pasted. */
export function curlLines({ finding, expect, line, variables }: CurlOutcome): readonly string[] {
  const { target, instance, title } = finding;
  const own = variables.filter((name) => !made.test(name));
  const obtained = variables.filter((name) => made.test(name));
  return [
    `# ${plainText(`${target}/${instance}: ${title}`)}`,
    `# ${expectations[expect]} Made now, and not sent yet.`,
    '# Good once, and for a short time: a refusal on a second paste, or later, is no sign that anything is mended.',
    ...(own.length === 0 ? [] : [`# Set first: ${own.map(described).join(', ')}; or ask for it with --unmasked.`]),
    ...(obtained.length === 0
      ? []
      : [`# ${obtained.join(', ')}: obtained for this request alone; only --unmasked shows it.`]),
    line,
  ];
}

function described(name: string): string {
  return name === 'BASIC_CREDENTIALS' ? `${name} (id:secret of the client, in base64)` : name;
}
