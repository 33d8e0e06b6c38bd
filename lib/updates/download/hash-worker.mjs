// Reads a file right behind its writers and hashes it, in a thread of its own, so that the digest is there a
// moment after the last byte. Plain JavaScript on purpose: a loader in every worker costs 20 MB.
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";

/** @type {Map<number, { fd: number, hash: import("node:crypto").Hash, position: number }>} */
const files = new Map();
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);

parentPort?.on("message", (/** @type {import("./hasher").HashRequest} */ request) => {
  try {
    const sha256 = handle(request);
    if (sha256 !== null) parentPort?.postMessage({ id: request.id, sha256 });
  } catch (error) {
    forget(request.id);
    parentPort?.postMessage({ id: request.id, error: String(error) });
  }
});

/** @param {import("./hasher").HashRequest} request */
function handle(request) {
  if (request.type === "advance") advance(request);
  if (request.type === "forget") forget(request.id);
  if (request.type !== "finish") return null;
  const sha256 = (files.get(request.id)?.hash ?? createHash("sha256")).digest("hex");
  forget(request.id);
  return sha256;
}

/** @param {Extract<import("./hasher").HashRequest, { type: "advance" }>} request */
function advance({ id, path, to }) {
  let file = files.get(id);
  if (!file) {
    file = { fd: openSync(path, "r"), hash: createHash("sha256"), position: 0 };
    files.set(id, file);
  }
  while (file.position < to) {
    const wanted = Math.min(buffer.length, to - file.position);
    const read = readSync(file.fd, buffer, 0, wanted, file.position);
    if (read === 0) throw new Error(`${path} ends at ${file.position}, before ${to}`);
    file.hash.update(buffer.subarray(0, read));
    file.position += read;
  }
}

/** @param {number} id */
function forget(id) {
  const file = files.get(id);
  if (file) closeSync(file.fd);
  files.delete(id);
}
