import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { type Tenant, tenantSchema } from "./model";

/**
 * The lab's Azure AD: one JSON file for each tenant. What is read here is frozen; it changes through `change` alone,
 * and is on disk before anybody sees it. One process at a time may hold a folder open.
 */
export class LabDirectory {
  readonly #tenants = new Map<string, Tenant>();
  /** The last change, of whichever tenant: each waits for the one before it. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly folder: string) {}

  /** @throws what zod or JSON say of a file that is not a tenant's */
  static async open(folder: string): Promise<LabDirectory> {
    const directory = new LabDirectory(folder);
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (!name.endsWith(".json")) continue;
      const tenant = tenantSchema.parse(JSON.parse(await readFile(path.join(folder, name), "utf8")));
      directory.#tenants.set(tenant.id, freeze(tenant));
    }
    return directory;
  }

  tenants(): readonly Tenant[] {
    return [...this.#tenants.values()].toSorted((a, b) => a.displayName.localeCompare(b.displayName));
  }

  /** @param idOrDomain its GUID or one of its verified domains, in any case */
  tenant(idOrDomain: string): Tenant | undefined {
    const wanted = idOrDomain.toLowerCase();
    return this.tenants().find(
      ({ id, verifiedDomains }) => id === wanted || verifiedDomains.some(({ name }) => name === wanted),
    );
  }

  /** Adds a tenant; one of the same id is replaced. */
  add(tenant: Tenant): Promise<void> {
    return this.#inTurn(() => this.#save(structuredClone(tenant)));
  }

  /**
   * Changes a tenant. When `mutate` throws, or what it leaves is no tenant, nothing changes.
   * @param mutate gets a copy to change; what it returns is handed on
   */
  change<T>(tenantId: string, mutate: (tenant: Tenant) => T): Promise<T> {
    return this.#inTurn(async () => {
      const before = this.#tenants.get(tenantId.toLowerCase());
      if (!before) throw new Error(`the lab has no tenant ${tenantId}`);
      const draft = structuredClone(before);
      const result = mutate(draft);
      await this.#save(draft);
      return result;
    });
  }

  async #save(draft: Tenant): Promise<void> {
    const tenant = tenantSchema.parse(draft);
    const file = path.join(this.folder, `${tenant.id}.json`);
    await writeFileAtomic(file, Buffer.from(`${JSON.stringify(tenant, null, 2)}\n`), 0o600);
    this.#tenants.set(tenant.id, freeze(tenant));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}

/** A route that forgot to go through `change` fails at once, instead of changing what no file knows. */
function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
