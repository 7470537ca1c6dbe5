import { defined } from '../../defined.ts';
import type { Answered } from '../../driver/contract.ts';
import type { ClientWord } from '../../record/basis.ts';

/** A client may say of a call that went wrong that it has an answer, with its status. */
export function wordOf(asked: string, answered: Answered): ClientWord {
  switch (answered.kind) {
    case 'reply': {
      const { ok, unsupported, status, error } = answered.reply;
      const text =
        error === undefined
          ? undefined
          : [error.code, error.text]
              .filter((part) => part !== '')
              .join(': ')
              .slice(0, 300);
      return { asked, ok, ...(unsupported === true ? { unsupported } : {}), ...defined({ status, error: text }) };
    }
    case 'ended':
      return { asked, ok: false, ended: answered.how };
    case 'silent':
      return { asked, ok: false, silent: true };
    case 'garbage':
      return { asked, ok: false, garbage: answered.text };
    default:
      return answered satisfies never;
  }
}
