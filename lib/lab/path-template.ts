/** Values of a template's `{names}`, by name. */
export type PathParams = Readonly<Record<string, string>>;

export interface PathTemplate {
  /** @returns undefined for a path that does not fit */
  match(path: string): PathParams | undefined;
  /** How many parts of it are not fixed: of two templates that fit, the one with fewer is meant. */
  variables: number;
}

/**
 * Reads a path as API descriptions write it, e.g. `/applications/{id}/owners` or `/applications(appId='{appId}')`.
 * @param flags `i` for an API whose paths are case-insensitive
 */
export function pathTemplate(template: string, flags: "" | "i" = ""): PathTemplate {
  const names: string[] = [];
  const pattern = template.split(/(\{[^}]+\}|'\{[^}]+\}')/).map((part) => {
    const [, quote, name] = /^('?)\{([^}]+)\}'?$/.exec(part) ?? [];
    if (name === undefined) return part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    names.push(name);
    return quote ? "'((?:[^/']|'')+)'" : "([^/'()]+)";
  });
  const expression = new RegExp(`^${pattern.join("")}$`, flags);
  return {
    variables: names.length,
    match(path) {
      const values = expression.exec(path);
      return values
        ? Object.fromEntries(
            names.map((name, index) => [name, (values[index + 1] ?? "").replaceAll("''", "'")]),
          )
        : undefined;
    },
  };
}
