const rowsOpened = 300;

function isFiltering(filter) {
  return filter.statuses.size > 0 || filter.text !== '' || filter.target !== '';
}

/** Shows what matches. With a filter, opens sections with matches up to a number of rows; without one, all are closed. */
function applyFilter(filter) {
  const isActive = isFiltering(filter);
  let shown = 0;
  let budget = rowsOpened;
  for (const section of sections) {
    section.matching = isActive
      ? section.findings.filter((finding) => matches(finding, section, filter))
      : section.findings;
    section.shownRows = 0;
    const count = section.matching.length;
    shown += count;
    section.node.hidden = count === 0;
    section.node.querySelector('.shown').textContent =
      count < section.findings.length ? `${count} of ${section.findings.length} shown` : '';
    section.node.open = isActive && count > 0 && budget > 0;
    if (section.node.open) showRows(section);
    else section.list.replaceChildren();
    if (section.node.open) budget -= section.shownRows;
  }
  describe(filter, shown);
}

function matches(finding, section, { statuses, text, target }) {
  if (statuses.size > 0 && !statuses.has(finding.status)) return false;
  if (target !== '' && String(section.target) !== target) return false;
  return (
    text === '' ||
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => finding.haystack.includes(word))
  );
}

function describe(filter, shown) {
  for (const button of controls.toggles) {
    button.setAttribute('aria-pressed', String(filter.statuses.has(button.dataset.status)));
  }
  if (controls.target) controls.target.value = filter.target;
  if (controls.text.value !== filter.text) controls.text.value = filter.text;
  controls.clear.disabled = !isFiltering(filter);
  controls.count.textContent = shown === total ? `${total} findings` : `${shown} of ${total} findings`;
  controls.nothing.hidden = shown > 0 || total === 0;
  for (const node of document.querySelectorAll('section.target')) {
    node.hidden =
      isFiltering(filter) && sections.every((section) => !node.contains(section.node) || section.matching.length === 0);
  }
}

/** `#anchor?verdict=fail,warn&target=name&q=text`; the anchor is `target/instance` or an id of the page. */
function readHash() {
  const [anchor, query = ''] = splitOnce(location.hash.slice(1), '?');
  const parameters = new URLSearchParams(query);
  const named = data.targets.findIndex(({ name }) => name === parameters.get('target'));
  return {
    anchor,
    hasFilter: query !== '',
    filter: {
      statuses: new Set(
        (parameters.get('verdict') ?? '').split(',').filter((status) => controls.statuses.includes(status)),
      ),
      text: parameters.get('q') ?? '',
      target: named < 0 ? '' : String(named),
    },
  };
}

function writeHash(anchor, { statuses, text, target }) {
  const parameters = new URLSearchParams();
  if (statuses.size > 0) parameters.set('verdict', [...statuses].join(','));
  if (target !== '') parameters.set('target', data.targets[Number(target)].name);
  if (text !== '') parameters.set('q', text);
  const query = parameters.toString().replaceAll('%2C', ',');
  const hash = anchor + (query === '' ? '' : `?${query}`);
  history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
