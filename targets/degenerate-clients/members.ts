/** A JSON object of unknown content. */
export type Members = Readonly<Record<string, unknown>>;
