/** What a server engineer would mend in one go, where requirements of it are broken. */
export type Cause = {
  /** Permanent: a part of the ids of problems. */
  readonly id: string;
  /** What it is about, as a noun. */
  readonly about: string;
  /** What can come of it where the server takes or gives what it must not. */
  readonly harm: string;
  /** Ids of requirements, with blanks between; with `*` at the end, all whose id begins so. Of several matches the longest one counts. */
  readonly rows: string;
};

export const anyThief =
  'Whoever gets hold of an access token can use it: the binding to the key of the client protects nothing.';

export const codeThief = 'Whoever gets hold of an authorization code can have its tokens bound to a key of his own.';
