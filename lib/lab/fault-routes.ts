import type { IncomingMessage } from "node:http";
import { type FaultBoard, faultSchema } from "./faults";
import { type LabRoute, sendJson } from "./router";

const MAX_BODY_BYTES = 16 * 1024;
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** `/lab/faults`: POST switches a fault on, GET shows those that are on, DELETE clears them. */
export function faultRoutes(faults: FaultBoard): LabRoute[] {
  const path = "/lab/faults";
  return [
    { methods: ["GET"], path, handle: ({ response }) => sendJson(response, 200, faults.list()) },
    {
      methods: ["POST"],
      path,
      async handle({ request, response }) {
        if (!isFromThisComputer(request)) return sendJson(response, 403, { code: "forbidden" });
        const parsed = faultSchema.safeParse(await readJson(request));
        if (!parsed.success) {
          const issues = parsed.error.issues.map((issue) => ({
            path: issue.path.join("."),
            issue: issue.message,
          }));
          return sendJson(response, 400, { code: "invalid-input", issues });
        }
        faults.switchOn(parsed.data);
        sendJson(response, 201, parsed.data);
      },
    },
    {
      methods: ["DELETE"],
      path,
      handle({ request, response }) {
        if (!isFromThisComputer(request)) return sendJson(response, 403, { code: "forbidden" });
        faults.clear();
        response.writeHead(204).end();
      },
    },
  ];
}

/** The socket says where from; the host name keeps a web page from being tricked into it (DNS rebinding). */
const isFromThisComputer = (request: IncomingMessage): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? "") &&
  LOCAL_HOST.test(request.headers.host ?? "");

/** @returns undefined for what is too long or not JSON, which no schema accepts */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
