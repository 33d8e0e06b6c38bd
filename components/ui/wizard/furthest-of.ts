/**
 * The page of a wizard that may be shown: a link may lead to any, but not past one that lacks something.
 * @param missingOn what a page lacks; null: nothing
 */
export function furthestOf<Page extends string>(
  asked: string,
  pages: readonly Page[],
  missingOn: (page: Page) => unknown,
): Page | undefined {
  const wanted = Math.max(0, (pages as readonly string[]).indexOf(asked));
  const lacking = pages.findIndex((page) => missingOn(page) !== null);
  return pages[lacking === -1 ? wanted : Math.min(wanted, lacking)];
}
