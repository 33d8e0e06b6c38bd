import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

const LOCK = 4711;

/** Holds an operation up where a step of it is about to begin, so that something can happen to it exactly there. */
export class StepGate {
  private constructor(private readonly client: pg.Client) {}

  static async build(connectionString: string): Promise<StepGate> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query(`
      create table sweep_gate (step text not null);
      create function sweep_gate_wait() returns trigger language plpgsql as $$
        begin
          if exists (
            select from sweep_gate g, jsonb_array_elements(new.steps) now, jsonb_array_elements(old.steps) before
            where now->>'id' = g.step and before->>'id' = g.step
              and now->>'state' = 'running' and before->>'state' = 'waiting'
          ) then
            perform pg_advisory_xact_lock(${LOCK});
          end if;
          return new;
        end $$;
      create trigger sweep_gate before update on azure_operations
        for each row execute function sweep_gate_wait();
    `);
    return new StepGate(client);
  }

  async close(step: string): Promise<void> {
    await this.client.query("delete from sweep_gate");
    await this.client.query("insert into sweep_gate values ($1)", [step]);
    await this.client.query("select pg_advisory_lock($1)", [LOCK]);
  }

  /** @returns false when `isOver` holds before anybody came */
  async somebodyWaits(isOver: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      const { rows } = await this.client.query<{ waiting: number }>(
        "select count(*)::int as waiting from pg_locks where locktype = 'advisory' and objid = $1 and not granted",
        [LOCK],
      );
      if ((rows[0]?.waiting ?? 0) > 0) return true;
      if (await isOver()) return false;
      await delay(20);
    }
  }

  async open(): Promise<void> {
    await this.client.query("delete from sweep_gate");
    await this.client.query("select pg_advisory_unlock_all()");
  }

  end(): Promise<void> {
    return this.client.end();
  }
}
