const rowsAtOnce = 100;

/** Rows are made for open sections only, some hundred at a time, and kept once made. */
function showRows(section, upTo = rowsAtOnce) {
  const { list, matching } = section;
  const rows = matching.slice(0, upTo).map((finding) => (finding.row ??= findingRow(finding)));
  const left = matching.length - rows.length;
  const more = () => showRows(section, upTo + rowsAtOnce);
  const button = element(
    'button',
    { type: 'button', class: 'show-more', click: more },
    `Show ${Math.min(left, rowsAtOnce)} more of ${left}`,
  );
  list.replaceChildren(...rows, ...(left > 0 ? [element('li', {}, button)] : []));
  section.shownRows = rows.length;
}

/** `bundles`: for each finding of the page, where its evidence is. */
function readSections(targets, bundles) {
  let number = 0;
  return targets.flatMap(({ name, sections }, target) =>
    sections.map(({ id, findings }) => {
      const node = document.getElementById(id);
      const list = node.querySelector('ol');
      for (const finding of findings) {
        finding.target = name;
        finding.number = number;
        finding.bundle = bundles[number];
        number += 1;
        finding.haystack = [finding.instance, finding.title, ...finding.requirements].join('\n').toLowerCase();
      }
      const section = { id, node, list, target, findings, matching: findings, shownRows: 0 };
      for (const finding of findings) finding.section = section;
      node.addEventListener('toggle', () => node.open && section.shownRows === 0 && showRows(section));
      return section;
    }),
  );
}
