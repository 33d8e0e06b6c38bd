import type { SendMethod, SendRequest, Wire, WireResponse } from "@/lib/connectivity/wire";
import { WireError, type WireErrorCode } from "@/lib/connectivity/wire-error";

export interface Sent extends SendRequest {
  method: SendMethod;
  url: string;
}

export type Scripted =
  | { status: number; headers?: Record<string, string>; body?: string }
  | { fails: WireErrorCode; detail?: string };

export interface ScriptedWire extends Pick<Wire, "send"> {
  sent: Sent[];
  mostAtOnce(): number;
}

/** A wire without sockets: answers in the order of the script, and tells what was sent. The last answer repeats. */
export const scriptedWire = (...script: Scripted[]): ScriptedWire =>
  answeringWire((_sent, index) => script[Math.min(index, script.length - 1)]);

/** @param answer what is answered to a request, the first of which is 0 */
export function answeringWire(answer: (sent: Sent, index: number) => Scripted | undefined): ScriptedWire {
  const sent: Sent[] = [];
  let underWay = 0;
  let most = 0;
  return {
    sent,
    mostAtOnce: () => most,
    async send(method, url, request = {}) {
      const asked = { method, url, ...request };
      const step = answer(asked, sent.length);
      sent.push(asked);
      most = Math.max(most, ++underWay);
      // As a real one: the answer is never there at once.
      await new Promise(setImmediate);
      underWay--;
      if (!step) throw new Error(`nothing is scripted for ${method} ${url}`);
      if ("fails" in step)
        throw new WireError(step.fails, { host: new URL(url).host, detail: step.detail ?? "" });
      return responseOf(step);
    },
  };
}

function responseOf({
  status,
  headers = {},
  body = "",
}: Extract<Scripted, { status: number }>): WireResponse {
  return {
    status,
    header: (name) => headers[name],
    body: (async function* () {
      yield Buffer.from(body);
    })(),
    discard: () => {},
  };
}
