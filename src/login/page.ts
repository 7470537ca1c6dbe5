export type Field = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  /** Whether a browser would send it with the page unchanged: not an unticked box or an unchosen radio button. */
  readonly sent: boolean;
};
export type Button = {
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** `formaction`, where the button sends the form elsewhere; `formmethod` is `method`. */
  readonly action?: string;
  readonly method?: Form['method'];
};

export type Form = {
  readonly method: 'GET' | 'POST';
  /** As it is written in the page; empty for the page's own URL. */
  readonly action: string;
  readonly fields: readonly Field[];
  readonly buttons: readonly Button[];
};

export type Page = {
  readonly title: string;
  readonly base: string;
  readonly forms: readonly Form[];
  /** The URL that `<meta http-equiv="refresh">` leads to within 30 seconds, as it is written. */
  readonly refresh?: string;
  readonly hasScripts: boolean;
};

/** Whether the value of the field is a choice, which the page makes, and not what a person types. */
export const isChoice = (type: string): boolean => type === 'checkbox' || type === 'radio';
