const purposes = {
  'control-before': 'Control before',
  'control-after': 'Control after',
  tested: 'Tested',
  setup: 'Set-up',
  challenge: 'Challenge',
  measured: 'Measured',
};

/** Which of two exchanges a narrow page shows. A wide one shows both, without the switch. */
function exchangeSwitch(name) {
  const choice = (side, label, checked) =>
    element('label', {}, element('input', { type: 'radio', name, class: `show-${side}`, checked }), label);
  return element(
    'fieldset',
    { class: 'switch' },
    element('legend', {}, 'Which exchange'),
    choice('control', 'Control', false),
    choice('tested', 'Tested', true),
  );
}

/** One exchange: what came of it, the request with the lines marked that differ from the other side, the answer. */
function exchangePane(exchange, marks = []) {
  const { id, purpose, outcome, request, response, failure } = exchange;
  return element(
    'section',
    {
      class: `pane ${purpose === 'tested' ? 'tested' : 'control'}`,
      'aria-label': `${purposes[purpose]}, exchange ${id}`,
    },
    element('h5', {}, purposes[purpose], element('span', { class: 'quiet' }, ` exchange ${id}`)),
    element('p', { class: 'outcome' }, element('b', {}, outcome.class), ` ${outcome.text}`),
    message('Request', requestLines(request), marks),
    response ? message('Response', responseLines(response), []) : undefined,
    failure ? element('p', { class: 'failure' }, element('b', {}, failure.kind), ` ${failure.message}`) : undefined,
    element('p', { class: 'quiet timing' }, timing(exchange)),
  );
}

function requestLines({ method, url, fields, body }) {
  return [[`${method} ${url}`], ...fields, ...(body === undefined ? [] : [[body]])];
}

function responseLines({ status, fields, body }) {
  return [[`HTTP ${status}`], ...fields, ...(body === '' ? [] : [[body]])];
}

/** A line of two parts is a field. The first line and the body are set apart. */
function message(label, lines, marks) {
  const rows = lines.map(([first, second], index) =>
    element(
      'div',
      { class: `line${marks.includes(index) ? ' differs' : ''}${second === undefined && index > 0 ? ' body' : ''}` },
      second === undefined ? first : [element('span', { class: 'field' }, first, ': '), folded(second)],
    ),
  );
  return element('div', { class: 'message' }, element('h6', {}, label), element('div', { class: 'wire' }, rows));
}

const longest = 160;

/** A long value, as a proof, folds to its beginning. */
function folded(value) {
  if (value.length <= longest) return value;
  const size = element('span', { class: 'quiet' }, ` ${value.length} characters`);
  return element('details', { class: 'fold' }, element('summary', {}, `${value.slice(0, 48)}…`, size), value);
}

function timing({ startedAt, totalMs, response }) {
  const size = response ? ` · ${response.bodyBytes} bytes of body` : '';
  return `${startedAt.replace('T', ' ').replace('Z', ' UTC')} · ${totalMs.toFixed(1)} ms${size}`;
}
