"use client";

import { FileUp } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

/**
 * Takes files, dropped or chosen.
 * @param error why the last ones were not taken
 */
export function DropArea({
  title,
  chooseLabel,
  accept,
  multiple = false,
  disabledReason,
  error,
  onFiles,
  children,
}: {
  title: string;
  chooseLabel: string;
  /** Endings for the browser's dialog, e.g. `.zip`. */
  accept?: string;
  multiple?: boolean;
  disabledReason?: string;
  error?: ReactNode;
  onFiles(files: File[]): void;
  /** What may be dropped, and what happens then. */
  children?: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    if (files && files.length > 0 && !disabledReason) onFiles([...files]);
  };
  return (
    <section
      aria-label={title}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border-2 border-control/50 border-dashed bg-surface px-4 py-8 text-center",
        over && "border-accent bg-accent-soft",
      )}
    >
      <FileUp aria-hidden className="size-7 text-muted" />
      <p className="font-medium">{title}</p>
      {children}
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        hidden
        aria-label={chooseLabel}
        onChange={(event) => {
          take(event.target.files);
          // The same file chosen again is a change, too.
          event.target.value = "";
        }}
      />
      <Button
        className="mt-2"
        variant="primary"
        disabledReason={disabledReason}
        onClick={() => input.current?.click()}
      >
        {chooseLabel}
      </Button>
      {error ? (
        <p role="alert" className="wrap-anywhere max-w-prose text-danger">
          {error}
        </p>
      ) : null}
    </section>
  );
}
