import { setTimeout as delay } from "node:timers/promises";
import type { BodyStep } from "./serve-file";

/** Ten pieces a second look steady to a progress bar and cost little. */
const PIECES_PER_SECOND = 10;

/** Lets one bit of the file arrive wrong, whichever range asks for it. */
export const flipByte = (offset: number): BodyStep =>
  async function* (body, start) {
    let position = start;
    for await (const chunk of body) {
      const index = offset - position;
      position += chunk.length;
      const isHere = index >= 0 && index < chunk.length;
      yield isHere ? flipped(chunk, index) : chunk;
    }
  };

export const slowDown = (bytesPerSecond: number): BodyStep =>
  async function* (body) {
    const pieceBytes = Math.max(1, Math.ceil(bytesPerSecond / PIECES_PER_SECOND));
    for await (const chunk of body) {
      for (let offset = 0; offset < chunk.length; offset += pieceBytes) {
        const piece = chunk.subarray(offset, offset + pieceBytes);
        yield piece;
        await delay((piece.length / bytesPerSecond) * 1000);
      }
    }
  };

/** Ends the connection without a word after some bytes of the response. */
export const cutConnection = (afterBytes: number): BodyStep =>
  async function* (body) {
    let left = afterBytes;
    for await (const chunk of body) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) throw new Error("cut by the fault board");
    }
  };

function flipped(chunk: Buffer, index: number): Buffer {
  const copy = Buffer.from(chunk);
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}
