export type Lines = readonly (readonly [name: string, value: string])[];

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly lines: Lines;
  readonly body?: Buffer | undefined;
  /** The body goes out in chunks, as one from a stream does. */
  readonly chunked?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly lines: Lines;
  readonly body: string;
}

/** The values of a field, a line each. Names of fields have no case (RFC 9110 5.1). */
export function valuesOf({ lines }: Answer, name: string): readonly string[] {
  return lines.filter(([field]) => field.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

export function valueOf(answer: Answer, name: string): string | undefined {
  return valuesOf(answer, name)[0];
}

/** The members of a JSON object; none if the text is something else. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : {};
  } catch {
    return {};
  }
}
