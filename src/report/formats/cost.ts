import type { ExchangeHead, RunRecord } from '../../record/schema.ts';

type Kind = 'preflight' | ExchangeHead['purpose'];

const words: Readonly<Record<Kind, string>> = {
  tested: 'what cases and findings test',
  'control-before': 'the lawful request before it',
  'control-after': 'the lawful request after it',
  setup: 'tokens, codes, logins, and what is sent again',
  challenge: 'answered by a demand for a nonce, and sent again',
  preflight: 'what is found out before the cases',
  measured: 'quirks',
};
const kinds = Object.keys(words) as Kind[];

/** What the recorded requests of a run were for, by server; and how many more fuzzing has sent, which are not recorded. */
export function renderCost({ exchanges, fuzzed, findings }: RunRecord): string {
  const heads = [...exchanges.heads.values()];
  const rows = kinds.map((kind) => {
    const own = heads.filter((head) => kindOf(head) === kind);
    return { kind, all: own.length, as: own.filter(({ place }) => !place.startsWith('resource')).length };
  });
  const judged = findings.filter(({ verdict }) => verdict !== 'skip').length;
  const lines = rows
    .filter(({ all }) => all > 0)
    .map(({ kind, all, as }) =>
      line([String(all), share(all, heads.length), String(as), String(all - as)], words[kind]),
    );
  const ofFuzzing = fuzzed.reduce((sum, { requests }) => sum + requests, 0);
  return [
    `Requests of ${judged} findings that are no skips`,
    line(['all', '', 'AS', 'RS'], ''),
    ...lines,
    line([String(heads.length)], 'recorded'),
    ...(ofFuzzing === 0 ? [] : [line([String(ofFuzzing)], 'sent by fuzzing, most of them not recorded')]),
  ].join('\n');
}

function kindOf({ instance, purpose }: ExchangeHead): Kind {
  return instance === 'preflight' ? 'preflight' : purpose;
}

function share(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}

function line(columns: readonly string[], text: string): string {
  const [all = '', percent = '', as = '', rs = ''] = columns;
  return `${all.padStart(7)}${percent.padStart(6)}${as.padStart(7)}${rs.padStart(7)}  ${text}`.trimEnd();
}
