import { statusOf } from "@/app/_server/failure-status";
import { runUseCase } from "@/app/_server/run-use-case";
import { exportUsageData } from "@/lib/usage-data/export-usage-data";

export const dynamic = "force-dynamic";

const STATUS = { "usage-run-not-found": 404, "usage-run-without-document": 409 };

/** `GET ?format=json.gz|json|csv`: a collection as a file, its export audited. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ runId: string }> },
): Promise<Response> {
  const { runId } = await params;
  const format = new URL(request.url).searchParams.get("format");
  const result = await runUseCase(exportUsageData, { runId, format });
  if (!result.ok) return Response.json(result, { status: statusOf(result, STATUS), headers: NO_STORE });
  const { fileName, contentType, content } = result.value;
  return new Response(streamOf(content), {
    headers: {
      ...NO_STORE,
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}

const NO_STORE = { "cache-control": "no-store" };

/** Makes the next piece only when the reader has taken the one before. */
function streamOf(pieces: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
