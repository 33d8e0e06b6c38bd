import { CopyButton } from "../ui/copy-button";

/** An ID of Azure, to be taken along. */
export function CopyableId({ id, copyLabel }: { id: string; copyLabel: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className="wrap-anywhere font-mono text-sm">{id}</span>
      <CopyButton text={id} label={copyLabel} />
    </span>
  );
}
