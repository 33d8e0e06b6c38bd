import { statusOf } from "@/app/_server/failure-status";
import { runUseCase } from "@/app/_server/run-use-case";
import { exportAllowList } from "@/lib/connectivity/endpoints/export-allow-list";

export const dynamic = "force-dynamic";

/** `GET ?format=csv|json|txt&party=…&scope=connected|all&locale=en|de`: the allow list as a file. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const result = await runUseCase(exportAllowList, {
    format: asked.get("format"),
    party: asked.get("party") ?? undefined,
    scope: asked.get("scope") ?? undefined,
    locale: asked.get("locale") ?? undefined,
  });
  if (!result.ok) return Response.json(result, { status: statusOf(result, {}), headers: NO_STORE });
  const { fileName, contentType, content } = result.value;
  return new Response(content, {
    headers: {
      ...NO_STORE,
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}

const NO_STORE = { "cache-control": "no-store" };
