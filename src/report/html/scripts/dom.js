/**
 * An element with attributes and children. Text goes in as text nodes only; the page's policy makes any other way throw.
 */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat(3).filter((child) => child !== undefined && child !== false));
  return node;
}

function badge(status, verdict = status) {
  return element('span', { class: `badge ${status}` }, verdict);
}

function copyable(label, text, hint) {
  const button = copyButton(label, text);
  const line = element('div', { class: 'copyable' }, element('code', {}, text), button);
  return [element('h6', {}, label, hint ? element('span', { class: 'quiet' }, ` ${hint}`) : undefined), line];
}

function copyButton(label, text) {
  const button = element('button', { type: 'button', class: 'copy', click: () => copy(button, text) }, 'Copy');
  button.setAttribute('aria-label', `Copy the ${label} line`);
  return button;
}

async function copy(button, text) {
  const isCopied = await copied(text);
  if (!isCopied) getSelection().selectAllChildren(button.previousElementSibling);
  button.textContent = isCopied ? 'Copied' : 'Selected';
  byId('announcement').textContent = isCopied ? 'copied' : 'selected: copy it with the keyboard';
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

/** The clipboard is missing or shut where the page is not trusted. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A collapsed block whose content is made when it is first opened. */
function lazyDetails(summary, build, attributes = {}) {
  const details = element('details', attributes, element('summary', {}, summary));
  details.addEventListener('toggle', () => details.open && details.append(...[build()].flat(3)), { once: true });
  return details;
}
