const markNames = {
  changed: 'changed',
  added: 'added',
  removed: 'removed',
  fresh: 'new in every proof',
  same: '',
  alone: '',
};

/** The decoded proof, member by member beside the control's. */
function proofTables(parts, hasControl) {
  return parts.map(({ part, rows, unreadable }) => {
    const isPaired = hasControl && !unreadable.includes('control');
    return [
      element('h6', {}, `Proof ${part}`),
      unreadable.map((side) => element('p', { class: 'quiet' }, `The ${part} of the ${side} proof is no JSON object.`)),
      rows.length > 0 ? proofTable(part, rows, isPaired) : undefined,
    ];
  });
}

function proofTable(part, rows, isPaired) {
  const columns = ['member', ...(isPaired ? ['control', 'tested', ''] : ['value'])];
  const heads = columns.map((name) => (name === '' ? element('td') : element('th', { scope: 'col' }, name)));
  return element(
    'table',
    { class: 'proof', 'aria-label': `Members of the proof ${part}` },
    element('thead', {}, element('tr', {}, heads)),
    element(
      'tbody',
      {},
      rows.map((row) => proofRow(row, isPaired)),
    ),
  );
}

function proofRow({ name, mark, control, tested }, isPaired) {
  const head = element('th', { scope: 'row' }, name);
  if (!isPaired) return element('tr', {}, head, element('td', {}, tested ?? control ?? ''));
  const cells =
    mark === 'same' ? [element('td', { colspan: 2 }, tested)] : [value('control', control), value('tested', tested)];
  return element('tr', { class: mark }, head, cells, element('td', { class: 'mark' }, markNames[mark]));
}

function value(side, text) {
  return element('td', { class: side }, text ?? element('span', { class: 'none' }, 'absent'));
}
