/** Letters of one line when a text without line breaks is shown. */
const LINE_LETTERS = 120;

/** The very text, cut into lines for the eye only; joined they are the text again. */
export function exactLines(text: string): string[] {
  const letters = Array.from(text);
  const lines: string[] = [];
  for (let at = 0; at < letters.length; at += LINE_LETTERS) {
    lines.push(letters.slice(at, at + LINE_LETTERS).join(""));
  }
  return lines;
}

/** The same content with indents. */
export const readableLines = (document: unknown): string[] => JSON.stringify(document, null, 2).split("\n");

/** Numbers of the lines that contain `find`, whatever its case; none for an empty one. */
export function linesWith(lines: readonly string[], find: string): number[] {
  if (find === "") return [];
  const sought = find.toLowerCase();
  return lines.flatMap((line, number) => (line.toLowerCase().includes(sought) ? [number] : []));
}
