/**
 * The parts of a request's body as far as they come: it ends, without a failure, where the connection breaks, when
 * another request wants the upload, or after `cutAfterBytes`.
 */
export async function* whatArrives(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  released: AbortSignal,
  cutAfterBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  let left = cutAfterBytes;
  const leave = () => void body.destroy();
  released.addEventListener("abort", leave, { once: true });
  try {
    for await (const part of body) {
      yield part.subarray(0, left);
      left -= part.length;
      if (left <= 0) return;
    }
  } catch {
    // Whoever sent it asks how far it came.
  } finally {
    released.removeEventListener("abort", leave);
  }
}
