import type { ShellCommand } from "./shell-commands";

/** Compute a keyed hash beside the key, so that it can be looked for in the document; the key stays in its file. */
export const HASH_CHECKS: readonly ShellCommand[] = [
  {
    shell: "Linux",
    text: `node -e 'console.log(require("crypto").createHmac("sha256", require("fs").readFileSync("usage-data/hash.key")).update(Buffer.from(process.argv[1], "utf16le")).digest("base64"))' CAS`,
  },
  {
    shell: "PowerShell",
    text: `[Convert]::ToBase64String([Security.Cryptography.HMACSHA256]::new([IO.File]::ReadAllBytes("$pwd\\usage-data\\hash.key")).ComputeHash([Text.Encoding]::Unicode.GetBytes("CAS")))`,
  },
];
