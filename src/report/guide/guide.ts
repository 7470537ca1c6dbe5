import { fileText } from '../text/template.ts';
import { type Block, blocksOf } from './blocks.ts';

/** The page of the documentation that readers of a report have at hand, inside it. The package has a copy. */
export const guideFile = new URL('../../../docs/read-a-report.md', import.meta.url);

/** What `guide.hbs` shows: all but the title, for which the page has its own. */
export function guideContext(): { readonly blocks: readonly Block[] } {
  const blocks = blocksOf(fileText(guideFile));
  return { blocks: blocks.filter((block) => !('heading' in block && block.heading.level === 2)) };
}
