/** The command line was not understood: a code of the messages under `serviceConnectionTool.usage`, and its data. */
export class UsageError extends Error {
  override name = "UsageError";
  constructor(
    readonly code:
      | "option-unknown"
      | "option-twice"
      | "option-foreign"
      | "value-missing"
      | "mode-missing"
      | "mode-twice"
      | "option-missing"
      | "choice-twice"
      | "value-invalid",
    readonly params: Record<string, string>,
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}
