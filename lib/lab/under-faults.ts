import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Second } from "@/lib/clock";
import { cutConnection, slowDown } from "./body-steps";
import type { FaultBoard } from "./faults";
import { type Refusals, refuseByFault } from "./refuse-by-fault";
import type { Exchange, LabRoute } from "./router";
import type { BodyStep } from "./serve-file";

/** The clock of the lab's Azure, which a fault can put wrong. */
export function azureNow(faults: FaultBoard): Date {
  const skew = faults.take("clock-skew", () => true)?.seconds ?? 0;
  return new Date(Date.now() + skew * Second.ms);
}

/**
 * Lets the faults of the way (429, 5xx, slow, cut, a wrong clock) befall whole answers. A refused request is not carried
 * out; one whose answer is cut or slow is.
 */
export const underFaults = (
  routes: readonly LabRoute[],
  faults: FaultBoard,
  refusals: Refusals,
): LabRoute[] =>
  routes.map((route) => ({
    ...route,
    async handle(exchange) {
      exchange.response.setHeader("date", azureNow(faults).toUTCString());
      if (refuseByFault(exchange, faults, refusals)) return;
      spoilByFault(exchange, faults);
      await route.handle(exchange);
    },
  }));

function spoilByFault({ response, path: requested }: Exchange, faults: FaultBoard): void {
  const slow = faults.take("slow", (fault) => requested.includes(fault.path));
  const cut = faults.take("cut-connection", (fault) => requested.includes(fault.path));
  const slowSteps = slow ? [slowDown(slow.bytesPerSecond)] : [];
  if (slow || cut) replaceEnd(response, (body) => spoil(response, body, slowSteps, cut?.afterBytes));
}

/** @param cutAfter bytes of the body; a body that is not longer is not sent whole all the same */
async function spoil(
  response: ServerResponse,
  body: Buffer,
  slow: BodyStep[],
  cutAfter: number | undefined,
): Promise<void> {
  const most = Math.min(cutAfter ?? body.length, body.length - 1);
  // Headers alone would be the whole of an answer without a body.
  if (cutAfter !== undefined && most <= 0) return void response.destroy();
  const steps = cutAfter === undefined ? slow : [...slow, cutConnection(most)];
  try {
    await pipeline(
      steps.reduce((bytes, step) => step(bytes, 0), pieces(body)),
      response,
    );
  } catch {
    // Cut on purpose, or the client did not wait: nothing is left to say.
    response.destroy();
  }
}

async function* pieces(body: Buffer): AsyncIterable<Buffer> {
  yield body;
}

/** `end` has overloads that no function literal satisfies; the routes here call it with the whole body or nothing. */
function replaceEnd(response: ServerResponse, send: (body: Buffer) => Promise<void>): void {
  const { end } = response;
  response.end = ((body?: string | Buffer) => {
    response.end = end;
    void send(Buffer.from(body ?? ""));
    return response;
  }) as ServerResponse["end"];
}
