type Params = Record<string, string | number>;

/** What an operator of the publisher reads: what is wrong and what to do about it. */
const DESCRIPTIONS = {
  "repository-exists": (p) =>
    `${p.folder} already holds a repository. Use another folder, or "add" to publish into it.`,
  "repository-missing": (p) => `${p.folder} holds no repository. Create one with "init" first.`,
  "repository-damaged": (p) =>
    `${p.file} cannot be trusted: ${p.reason}. Restore the repository from the copy your web server serves.`,
  "repository-busy": (p) =>
    `Process ${p.processId} on ${p.host} is publishing into this repository. Wait for it; if that computer is gone, delete ${p.file}.`,
  "keys-exist": (p) =>
    `${p.file} already exists. Use an empty key folder: a key that signed a catalogue must not be lost.`,
  "keys-served": (p) =>
    `${p.folder} lies below the repository, which a web server hands to everybody. Choose another key folder.`,
  "key-missing": (p) =>
    `The ${p.role} key is not in ${p.folder}. Give the key folder that "init" wrote with --keys.`,
  "key-not-trusted": (p) =>
    `The ${p.role} key in ${p.folder} is not the one this repository's root trusts. Give the key folder of this repository.`,
  "entry-not-json": (p) => `${p.file} is not JSON: ${p.reason}.`,
  "entry-invalid": (p) => `The manifest entry cannot be published. Correct these fields:\n${p.faults}`,
  "manifest-refused": (p) =>
    `The catalogue would be refused by its readers (${p.reason}). Remove updates that nobody needs.`,
  "payload-empty": (p) => `${p.folder} holds no files. An update needs at least one payload file.`,
  "payload-not-a-file": (p) =>
    `${p.file} is not an ordinary file. Replace links and devices with the files themselves.`,
  "folder-missing": (p) => `${p.folder} is not a folder that can be read.`,
  "package-exists": (p) => `Package ${p.packageGuid} is already published. Use --replace to publish it anew.`,
  "package-missing": (p) => `Package ${p.packageGuid} is not in this repository. "list" shows what is.`,
  "hotfix-name-invalid": (p) =>
    `${p.file} is not a name for a hotfix archive. Name it <Product>-<version>-KB<article>-ConfigMgr.Update.zip.`,
  "package-needed": (p) =>
    `Package ${p.packageGuid} is the prerequisite of "${p.name}". Remove that one first.`,
} satisfies Record<string, (params: Params) => string>;

export type PublishFailureCode = keyof typeof DESCRIPTIONS;

/** An expected failure of publishing; `message` is ready for the operator's terminal. */
export class PublishError extends Error {
  constructor(
    readonly code: PublishFailureCode,
    readonly params: Params,
    options?: ErrorOptions,
  ) {
    super(DESCRIPTIONS[code](params), options);
  }
}
