/** How the record shows a secret: its label, and a fingerprint by which equal ones are known. */
export const maskPattern = /‹([^‹›]+) (?:sha256:[\w-]{43} \d+|#[0-9a-f]{8})›/g;

/** The label as the name of a shell variable: `access_token` is `ACCESS_TOKEN`. */
export function variableName(label: string): string {
  return label
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}
