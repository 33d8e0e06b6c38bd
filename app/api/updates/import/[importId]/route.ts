import { answer, answerToOwnPage } from "@/app/_server/own-page-answer";
import { readBody } from "@/app/_server/read-body";
import { refreshUseCase, runUseCase } from "@/app/_server/run-use-case";
import { fail, ok, type Result } from "@/lib/result";
import { cancelHotfixUpload } from "@/lib/updates/out-of-band/cancel-hotfix-upload";
import { finishHotfixUpload } from "@/lib/updates/out-of-band/finish-hotfix-upload";
import { listHotfixImports } from "@/lib/updates/out-of-band/list-hotfix-imports";
import { CHUNK_BYTES_MAX } from "@/lib/updates/out-of-band/model";
import { receiveHotfixChunk } from "@/lib/updates/out-of-band/receive-hotfix-chunk";

export const dynamic = "force-dynamic";

interface RouteContext {
  params: Promise<{ importId: string }>;
}

/** How far the upload is, and what became of it. */
export async function GET(_request: Request, { params }: RouteContext): Promise<Response> {
  const result = await refreshUseCase(listHotfixImports, await params);
  if (!result.ok) return answer(result);
  const [found] = result.value;
  return answer(found ? ok(found) : fail("hotfix-not-found"));
}

/** `PUT ?position=N` with the next bytes; answers where the upload goes on. */
export async function PUT(request: Request, { params }: RouteContext): Promise<Response> {
  return answerToOwnPage(request, async (): Promise<Result<unknown>> => {
    const data = await readBody(request, CHUNK_BYTES_MAX);
    if (!data) return fail("chunk-too-large");
    const position = Number(new URL(request.url).searchParams.get("position") ?? Number.NaN);
    return runUseCase(receiveHotfixChunk, { ...(await params), position, data });
  });
}

/** Hands the whole upload over to be imported. */
export async function POST(request: Request, { params }: RouteContext): Promise<Response> {
  return answerToOwnPage(request, async () => runUseCase(finishHotfixUpload, await params));
}

/** Gives the upload up. */
export async function DELETE(request: Request, { params }: RouteContext): Promise<Response> {
  return answerToOwnPage(request, async () => runUseCase(cancelHotfixUpload, await params));
}
