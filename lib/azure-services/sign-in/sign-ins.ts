import { and, eq, inArray } from "drizzle-orm";
import type { AdministratorSession } from "@/lib/azure/administrator-session";
import { type Azure, openAzure } from "@/lib/azure/azure";
import { signInByDeviceCode } from "@/lib/azure/sign-in-by-device-code";
import { beginRedirectSignIn, type RedirectSignIn } from "@/lib/azure/sign-in-by-redirect";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { type AzureSignInPrompt, azureSignIns } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { type SealingKey, unseal } from "@/lib/secrets/seal";
import { failureOf, UNEXPECTED } from "../operations/failure-of";
import { type SignInState, signInAnswerPurpose } from "./model";

type SignInRow = typeof azureSignIns.$inferSelect;

/** What this process alone knows of a sign-in; with the process it is gone. */
interface Held {
  giveUp: AbortController;
  /** The tokens come and are renewed through it. */
  azure?: Azure;
  redirect?: RedirectSignIn;
  session?: AdministratorSession;
}

const OPEN_STATES = ["waiting", "prompting", "signed-in"] as const satisfies readonly SignInState[];

/**
 * The sign-ins of Azure administrators that this executive holds. Their tokens are in its memory only, and end with
 * the operation they were for, with their time, or with the process.
 */
export class SignIns {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly thread: ThreadContext,
    private readonly key: SealingKey,
  ) {}

  sessionOf(signInId: string | null): AdministratorSession | null {
    return (signInId && this.held.get(signInId)?.session) || null;
  }

  /**
   * Begins what waits, redeems what was answered, and closes what is over or was lost with another process.
   * @param inUse sign-ins an operation still needs, whatever their time
   */
  async look(inUse: ReadonlySet<string>): Promise<void> {
    const rows = await this.thread.db
      .select()
      .from(azureSignIns)
      .where(inArray(azureSignIns.state, [...OPEN_STATES]));
    const open = new Set(rows.map(({ id }) => id));
    for (const id of this.held.keys()) if (!open.has(id)) this.forget(id);
    for (const row of rows) {
      const held = this.held.get(row.id);
      if (row.expiresAt <= this.thread.clock.now() && !inUse.has(row.id)) await this.close(row.id);
      else if (row.state === "waiting" && !held) this.begin(row);
      else if (!held) await this.close(row.id);
      else if (row.sealedAnswer && held.redirect) this.redeem(row, held, held.redirect);
    }
  }

  /** The operation it was for is over. */
  async close(id: string): Promise<void> {
    this.forget(id);
    await this.write(id, OPEN_STATES, { state: "closed", prompt: null, sealedAnswer: null });
  }

  closeAll(): void {
    for (const id of [...this.held.keys()]) this.forget(id);
  }

  private forget(id: string): void {
    const held = this.held.get(id);
    this.held.delete(id);
    held?.giveUp.abort();
    held?.session?.close();
    void held?.azure?.close();
  }

  private begin(row: SignInRow): void {
    const held: Held = { giveUp: new AbortController() };
    this.held.set(row.id, held);
    const signal = AbortSignal.any([held.giveUp.signal, this.thread.signal]);
    void this.reported(row.id, async () => {
      const azure = await openAzure(this.thread, row.environmentId, { signal });
      held.azure = azure;
      const prompted = (prompt: AzureSignInPrompt) =>
        this.write(row.id, ["waiting"], { state: "prompting", prompt });
      if (row.method === "redirect") {
        const { redirectUri, tenantId } = row;
        if (!redirectUri) throw new Error("a redirect without an address");
        held.redirect = await beginRedirectSignIn(azure, { tenantId, redirectUri, state: row.id });
        await prompted({
          method: "redirect",
          url: held.redirect.url,
          expiresAt: row.expiresAt.toISOString(),
        });
        return;
      }
      const session = await signInByDeviceCode(azure, { tenantId: row.tenantId, signal, onPrompt: prompted });
      await this.signedIn(row.id, held, session);
    });
  }

  private redeem(row: SignInRow, held: Held, redirect: RedirectSignIn): void {
    held.redirect = undefined;
    void this.reported(row.id, async () => {
      const answer = await unseal(
        this.key.privateKey,
        signInAnswerPurpose(row.id),
        row.sealedAnswer ?? Buffer.alloc(0),
      );
      const session = await redirect.redeem(answer ?? "");
      await this.signedIn(row.id, held, session);
    });
  }

  private async signedIn(id: string, held: Held, session: AdministratorSession): Promise<void> {
    if (this.held.get(id) !== held) return session.close();
    held.session = session;
    const { account } = session;
    await this.write(id, ["waiting", "prompting"], {
      state: "signed-in",
      account,
      prompt: null,
      sealedAnswer: null,
    });
    this.thread.log.info(`Signed in to tenant ${account.tenantId} (${account.tenantDomain}). Sign-in ${id}`);
  }

  /** A failure is the administrator's to read, where he waits for it. */
  private async reported(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.thread.signal.aborted || !this.held.has(id)) return;
      this.forget(id);
      const failure = failureOf(error);
      const { code, params } = failure ?? UNEXPECTED;
      this.thread.log.error(`Sign-in ${id} failed: ${failure ? code : errorText(error)}`);
      await this.write(id, OPEN_STATES, {
        state: "failed",
        prompt: null,
        sealedAnswer: null,
        failureCode: code,
        failureParams: params,
      }).catch(
        // The database is away; the row is closed when somebody looks at it again.
        () => {},
      );
    }
  }

  private async write(
    id: string,
    states: readonly SignInState[],
    columns: Partial<typeof azureSignIns.$inferInsert>,
  ): Promise<void> {
    await asOwner(this.thread, async (tx: Database) => {
      await tx
        .update(azureSignIns)
        .set(columns)
        .where(and(eq(azureSignIns.id, id), inArray(azureSignIns.state, [...states])));
      await publish(tx, { topic: "azure-services", key: id });
    });
  }
}
