import type { RunDifference } from '../../verdict/difference/difference.ts';
import { type ChangeGroup, type DifferenceView, differenceView } from '../difference/view.ts';
import { cut, plainText } from '../text/plain.ts';
import { compileTemplate } from '../text/template.ts';
import { renderPage } from './page.ts';

const template = compileTemplate(new URL('./difference.hbs', import.meta.url), [
  new URL('./changes.hbs', import.meta.url),
]);

const tones: Readonly<Record<DifferenceView['standing'], string>> = {
  worse: 'bad',
  unsure: 'unsure',
  calm: 'partial',
  good: 'good',
};

/** A comparison of two runs as a page. */
export function renderDifferencePage(difference: RunDifference): string {
  const { standing, headline, sides, caveats, targets } = differenceView(difference);
  const body = template({
    tone: tones[standing],
    headlines: targets.map((target) => text(target.headline)),
    sides: sides.map((side) => ({ ...side, text: text(side.text) })),
    caveats: caveats.map(text),
    targets: targets.map(({ name, groups, remarks }) => ({
      name: text(name),
      groups: groups.map(groupContext),
      remarks: remarks.map(text),
    })),
  });
  return renderPage({ title: text(headline), body });
}

function groupContext({ kind, title, changes }: ChangeGroup): object {
  return {
    kind,
    title,
    isClosed: kind === 'same',
    changes: changes.map((change) => ({
      status: change.status,
      title: text(change.title),
      id: text(change.id),
      details: change.details.map(text),
    })),
  };
}

function text(source: string): string {
  return cut(plainText(source), 600);
}
