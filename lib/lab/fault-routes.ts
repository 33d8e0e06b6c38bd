import { type FaultBoard, faultSchema } from "./faults";
import { isFromThisComputer } from "./local-request";
import { readJson } from "./read-body";
import { type LabRoute, sendJson } from "./router";

const MAX_BODY_BYTES = 16 * 1024;

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
        const parsed = faultSchema.safeParse(await readJson(request, MAX_BODY_BYTES));
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
