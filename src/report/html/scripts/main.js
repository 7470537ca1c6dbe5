let data;
let sections = [];
let total = 0;
let state = { anchor: '', filter: { statuses: new Set(), text: '', target: '' } };

const byId = (id) => document.getElementById(id);
/** What each verdict is called on the page. */
const words = {};

const controls = {
  toggles: [...document.querySelectorAll('.toggle')],
  statuses: [...document.querySelectorAll('.toggle')].map((button) => button.dataset.status),
  target: byId('filter-target'),
  text: byId('filter-text'),
  clear: byId('filter-clear'),
  count: byId('filter-count'),
  nothing: byId('nothing'),
};

async function readData(id) {
  const node = byId(id);
  if (node.type === 'application/json') return JSON.parse(node.textContent);
  const bytes = Uint8Array.from(atob(node.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

function setFilter(change) {
  state = { anchor: '', filter: { ...state.filter, ...change } };
  applyFilter(state.filter);
  writeHash('', state.filter);
}

function clearFilter() {
  setFilter({ statuses: new Set(), text: '', target: '' });
}

/** Follows the address: a filter in it replaces the present one, an anchor opens what it names. */
async function followHash() {
  const { anchor, hasFilter, filter } = readHash();
  const finding = findingAt(anchor);
  const isHidden = finding !== undefined && !finding.section.matching.includes(finding);
  if (hasFilter || isHidden) {
    state = { anchor, filter: hasFilter ? filter : { statuses: new Set(), text: '', target: '' } };
    applyFilter(state.filter);
  }
  state = { ...state, anchor };
  if (finding) await openFinding(finding);
  else openElement(anchor);
}

function findingAt(anchor) {
  return sections.flatMap(({ findings }) => findings).find((finding) => anchorOf(finding) === canonical(anchor));
}

function anchorOf({ target, instance }) {
  return [target, instance].map((part) => encodeURIComponent(part).replaceAll('%40', '@')).join('/');
}

/** However the address spells it. */
function canonical(anchor) {
  try {
    const [target, instance = ''] = splitOnce(anchor, '/').map(decodeURIComponent);
    return anchorOf({ target, instance });
  } catch {
    return anchor;
  }
}

async function openFinding(finding) {
  const { section } = finding;
  for (const node of [section.node, section.node.closest('section.target')]) node.hidden = false;
  section.node.open = true;
  const place = section.matching.indexOf(finding);
  if (place < 0) section.matching = [finding, ...section.matching];
  if (finding.row === undefined || !section.list.contains(finding.row))
    showRows(section, Math.max(place + 1, rowsAtOnce));
  const details = finding.row.firstElementChild;
  details.open = true;
  await opened(finding, details);
  details.scrollIntoView();
  details.firstElementChild.focus({ preventScroll: true });
}

function openElement(anchor) {
  const node = anchor === '' ? null : byId(anchor);
  if (node === null) return;
  for (let details = node.closest('details'); details !== null; details = details.parentElement.closest('details'))
    details.open = true;
  node.scrollIntoView();
}

function rememberAnchor(finding) {
  state = { ...state, anchor: anchorOf(finding) };
  writeHash(state.anchor, state.filter);
}

function wire() {
  for (const button of controls.toggles) {
    button.addEventListener('click', () =>
      setFilter({ statuses: state.filter.statuses.symmetricDifference(new Set([button.dataset.status])) }),
    );
  }
  controls.target?.addEventListener('change', () => setFilter({ target: controls.target.value }));
  controls.text.addEventListener('input', () => setFilter({ text: controls.text.value }));
  controls.clear.addEventListener('click', clearFilter);
  controls.nothing.querySelector('button').addEventListener('click', clearFilter);
  addEventListener('hashchange', () => void followHash());
  document.querySelector('.filters').hidden = total === 0;
  for (const node of document.querySelectorAll('.without-script')) node.hidden = true;
  wireGuide();
  wireProblems();
}

async function main() {
  data = await readData('data');
  Object.assign(words, data.words);
  sections = readSections(data.targets, await readData('bundles'));
  total = sections.reduce((sum, { findings }) => sum + findings.length, 0);
  wire();
  applyFilter(state.filter);
  await followHash();
  document.documentElement.dataset.ready = '';
}

void main();
