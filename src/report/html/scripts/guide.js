/** The guide opens from where the reader is, and Escape shuts it. Without a script its heading still does. */
function wireGuide() {
  const guide = byId('guide');
  const button = byId('guide-button');
  const summary = guide.querySelector('summary');
  const toggle = () => keepingPlace(() => (guide.open = !guide.open));
  const isBeside = () => getComputedStyle(guide).position === 'fixed';
  button.addEventListener('click', () => {
    if (!guide.open || isBeside()) toggle();
    if (!isBeside()) guide.scrollIntoView();
    if (guide.open) summary.focus({ preventScroll: true });
  });
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    toggle();
  });
  guide.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !guide.open) return;
    toggle();
    summary.focus({ preventScroll: true });
  });
}

/** The page gets narrower beside the guide; what stands at the top of the window stays there. */
function keepingPlace(change) {
  const place = document.elementFromPoint(innerWidth / 4, innerHeight / 4) ?? document.body;
  const before = place.getBoundingClientRect().top;
  change();
  if (scrollY > 0) scrollBy(0, place.getBoundingClientRect().top - before);
}
