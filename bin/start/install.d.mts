export const ROOT: string;
export const PINNED_NODE: string;
export function staleInstall(lockText: string, installedText: string | undefined): string | undefined;
export function ensureInstalled(): Promise<void>;
export function runOnPinnedNode(script: string, args: readonly string[]): void;
