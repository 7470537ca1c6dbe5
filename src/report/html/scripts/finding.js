/** The row of a finding; what is in it is made when it is first opened. */
function findingRow(finding) {
  const { status, label, against, title, instance, requirements, reason, waiver } = finding;
  const isTold = status !== 'pass';
  const summary = element(
    'summary',
    {},
    element('span', { class: 'badges' }, badge(status, label)),
    element('span', { class: 'title' }, title),
    element(
      'span',
      { class: 'ids' },
      element('code', {}, instance),
      element('code', {}, data.requirements[requirements[0]]?.id ?? ''),
    ),
    isTold ? element('span', { class: 'reason' }, reason) : undefined,
    status === 'waived' ? element('span', { class: 'reason' }, `Waived: ${waiver}`) : undefined,
    against && against !== 'fail'
      ? element('span', { class: 'reason' }, `Counts against the gate, which was asked to fail on ${against}.`)
      : undefined,
  );
  const details = element('details', { class: `finding ${status}` }, summary);
  details.addEventListener('toggle', () => opened(finding, details));
  return element('li', {}, details);
}

async function opened(finding, details) {
  if (!details.open) return;
  rememberAnchor(finding);
  finding.body ??= readEvidence(finding).then((evidence) => {
    details.append(element('div', { class: 'inside' }, findingBody(finding, evidence)));
  });
  await finding.body;
}

const bundles = new Map();

/** Evidence is unpacked in bundles, each when one of its findings is first opened. */
async function readEvidence({ bundle, number }) {
  if (bundle < 0) return undefined;
  if (!bundles.has(bundle)) bundles.set(bundle, readData(`evidence-${bundle}`));
  const { evidence, exchanges } = await bundles.get(bundle);
  return { ...evidence[number], exchanges };
}

/** How sure it is that the answer is about what was changed. */
const attributions = {
  strong: 'The error names the fault itself.',
  paired: 'The lawful request beside it differs in nothing else.',
  weak: 'The answer could have another reason.',
};

function findingBody(finding, evidence) {
  const { status, reason, why, waiver, attribution, replay } = finding;
  return [
    element(
      'p',
      { class: 'verdict-reason' },
      reason,
      attribution ? element('span', { class: 'quiet' }, ` ${attributions[attribution]}`) : undefined,
    ),
    waiver
      ? element('p', { class: 'waiver' }, element('b', {}, status === 'skip' ? 'Expected ' : 'Waiver '), waiver)
      : undefined,
    finding.fuzz ? fuzzBlock(finding.fuzz) : undefined,
    why ? [element('h5', {}, 'Why it matters'), element('p', {}, why)] : undefined,
    element('h5', {}, 'Requirements'),
    element('ul', { class: 'requirement-list' }, finding.requirements.map(requirementItem)),
    finding.assertions.length > 0 ? assertionTable(finding.assertions) : undefined,
    evidence ? evidenceBlocks(evidence) : leftOut(),
    element('h5', {}, 'Repeat it'),
    copyable('replay', replay, 'makes the case anew, with its controls'),
    evidence ? evidence.pairs.filter(({ tested }) => !evidence.exchanges[tested].isOfClient).map(curlLine) : undefined,
    element('p', { class: 'quiet' }, element('a', { href: `#${anchorOf(finding)}` }, 'Link to this finding')),
  ];
}

/** Where the finding comes from, and the changes as data, a line for each request. */
function fuzzBlock({ origin, ops }) {
  return [
    element('p', { class: 'origin' }, `${origin[0].toUpperCase()}${origin.slice(1)}.`),
    element('h5', {}, 'The smallest plan that shows it'),
    ops.map((line) => element('pre', { class: 'wire' }, line)),
  ];
}

function leftOut() {
  return element(
    'p',
    { class: 'quiet' },
    'The exchanges of this finding are left out to keep the page small; they are in the record.',
  );
}

function curlLine({ curl, tested }, index, all) {
  if (curl === undefined)
    return element('p', { class: 'quiet' }, `curl cannot send the bytes of exchange ${tested}; replay can.`);
  const label = all.length > 1 ? `curl ${index + 1}` : 'curl';
  return copyable(
    label,
    curl,
    'sends the very bytes again. The proof ages and its jti is spent: if it is refused now, that is no fix. Set the variables',
  );
}

function requirementItem(key) {
  const { id, level, summary, spec, severity, by } = data.requirements[key];
  const links = spec.map(({ text, href }) => (href ? element('a', { href, rel: 'noreferrer' }, text) : text));
  const grade = element(
    'span',
    { class: 'quiet' },
    ` graded ${severity}${by ? ` by the profile ${by.profile}: ${by.source}` : ''}`,
  );
  return element(
    'li',
    {},
    element('code', {}, id),
    ' ',
    element('span', { class: 'level' }, level),
    ' ',
    links,
    element('br'),
    summary,
    grade,
  );
}

function assertionTable(assertions) {
  const heads = ['Requirement', 'Expected', 'Got', 'Verdict'].map((name) => element('th', { scope: 'col' }, name));
  const rows = assertions.map(({ requirement, expected, got, verdict, exchange }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('code', {}, requirement)),
      element('td', {}, expected),
      element('td', {}, got, exchange ? element('span', { class: 'quiet' }, ` (exchange ${exchange})`) : undefined),
      element('td', {}, badge(verdict, words[verdict])),
    ),
  );
  return [
    element('h5', {}, 'Expected and got'),
    element(
      'div',
      { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Expected and got' },
      element(
        'table',
        { class: 'assertions' },
        element('thead', {}, element('tr', {}, heads)),
        element('tbody', {}, rows),
      ),
    ),
  ];
}

function evidenceBlocks({ pairs, others, missing, plan, exchanges: all }) {
  const exchanges = others.map((id) => all[id]);
  const names = [...new Set(exchanges.map(({ purpose }) => purposes[purpose].toLowerCase()))].join(', ');
  return [
    pairs.map((pair) => evidencePair(pair, all)),
    exchanges.length > 0
      ? lazyDetails(
          `Other exchanges (${exchanges.length}: ${names})`,
          () => exchanges.map((exchange) => exchangePane(exchange)),
          { class: 'more', open: false },
        )
      : undefined,
    missing > 0 ? element('p', { class: 'quiet' }, `${missing} more exchanges are in the record.`) : undefined,
    lazyDetails('The case as data', () => element('pre', { class: 'wire' }, JSON.stringify(plan, undefined, 2)), {
      class: 'more',
    }),
  ];
}

function opList(ops) {
  return element(
    'ul',
    { class: 'delta' },
    ops.map((line) => element('li', {}, line)),
  );
}

function evidencePair({ tested, control, marks, proof }, exchanges) {
  const test = exchanges[tested];
  const twin = control === undefined ? undefined : exchanges[control];
  return element(
    'div',
    { class: 'pair' },
    element('h5', {}, test.isOfClient ? 'How our answer differed' : 'What was changed'),
    test.delta.length > 0
      ? opList(test.delta)
      : element(
          'p',
          {},
          test.isOfClient ? 'Not at all: it is the lawful answer.' : 'Nothing: this exchange is lawful as it stands.',
        ),
    test.shared ? [element('h5', {}, 'How it was set up, its control likewise'), opList(test.shared)] : undefined,
    element(
      'div',
      { class: twin ? 'panes two' : 'panes' },
      twin ? exchangeSwitch(`${tested}-${control}-exchange`) : undefined,
      twin ? exchangePane(twin, marks?.control) : undefined,
      exchangePane(test, marks?.tested),
    ),
    proof ? proofTables(proof, twin !== undefined) : undefined,
  );
}
