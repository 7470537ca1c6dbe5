/** A value that is secret because of where it stands: from `start` up to, not including, `end`. `value` is unescaped. */
export type SecretPlace = {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly value: string;
};

const names =
  'access_token|refresh_token|id_token|id_token_hint|client_secret|code|code_verifier|client_assertion|device_code|' +
  'assertion|request_uri|subject_token|actor_token|token|password|registration_access_token|registration_client_uri|' +
  'software_statement';

const jsonMember = new RegExp(`"(${names})"\\s*:\\s*"((?:[^"\\\\]|\\\\[^])*)`, 'g');
const parameter = new RegExp(`(?:^|[?&#;])(${names})=([^&#\\s"'<>]*)`, 'g');

/** An error code is evidence and stays readable: `"code": "invalid_token"`. No authorization code is made of words. */
const words = /^(?:[A-Za-z]+(?:[_. -][A-Za-z]+)*|[A-Z]*[0-9]{1,6})$/;

/** The secrets in a form or JSON body, in a URL, or in a field value that holds one of these. */
export function secretPlaces(text: string): readonly SecretPlace[] {
  const places: SecretPlace[] = [];
  for (const match of text.matchAll(jsonMember)) {
    const place = placeOf(match, fromJson);
    if (place.label !== 'code' || !words.test(place.value)) places.push(place);
  }
  for (const match of text.matchAll(parameter)) places.push(placeOf(match, fromForm));
  return places.filter(({ value }) => value !== '');
}

function placeOf(match: RegExpExecArray, unescape: (text: string) => string): SecretPlace {
  const [whole, label = '', written = ''] = match;
  const end = match.index + whole.length;
  return { start: end - written.length, end, label, value: unescape(written) };
}

function fromJson(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}

const fromForm = (written: string): string => new URLSearchParams(`v=${written}`).get('v') ?? written;

const credentials = /^(\s*[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}\s+)?([^]*)$/;
const lonelyScheme = /^\s*(?:basic|bearer|dpop)\s*$/i;

/** The secrets in a header field that carries credentials or cookies; `undefined` for all other fields. */
export function secretFieldPlaces(name: string, value: string): readonly SecretPlace[] | undefined {
  switch (name.trim().toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization':
      return credentialPlaces(value);
    case 'cookie':
      return [...value.matchAll(/(?:^|;)\s*(?:[^=;]*=)?([^;]*)/g)].flatMap(cookiePlace);
    case 'set-cookie':
      return [...value.matchAll(/^(?:[^=;]*=)?([^;]*)/g)].flatMap(cookiePlace);
    default:
      return undefined;
  }
}

function credentialPlaces(value: string): readonly SecretPlace[] {
  if (lonelyScheme.test(value)) return [];
  const [, scheme = '', secret = ''] = credentials.exec(value) ?? [];
  if (secret === '') return [];
  const label = scheme.trim().toLowerCase() === 'basic' ? 'basic credentials' : 'credentials';
  return [{ start: scheme.length, end: value.length, label, value: secret }];
}

function cookiePlace(match: RegExpExecArray): readonly SecretPlace[] {
  const secret = match[1] ?? '';
  const end = match.index + match[0].length;
  return secret === '' ? [] : [{ start: end - secret.length, end, label: 'cookie', value: secret }];
}
