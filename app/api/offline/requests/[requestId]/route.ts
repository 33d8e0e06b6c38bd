import { statusOf } from "@/app/_server/failure-status";
import { runUseCase } from "@/app/_server/run-use-case";
import { takeOfflineRequest } from "@/lib/offline/take-offline-request";

export const dynamic = "force-dynamic";

const STATUS = { "offline-request-not-found": 404, "offline-request-not-ready": 409 };
const NO_STORE = { "cache-control": "no-store" };

/** The prepared transfer package as a file; that it was taken along is audited. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ requestId: string }> },
): Promise<Response> {
  const result = await runUseCase(takeOfflineRequest, await params);
  if (!result.ok) return Response.json(result, { status: statusOf(result, STATUS), headers: NO_STORE });
  const { fileName, body } = result.value;
  return new Response(new Uint8Array(body), {
    headers: {
      ...NO_STORE,
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}
