import { sql } from "drizzle-orm";
import { z } from "zod";
import { count, hash } from "../values";
import type { Collector } from "./model";
import { SHIPPED_TABLES } from "./shipped-tables";

const KINDS = ["table", "view", "index", "constraint", "function", "trigger", "type"] as const;

/** Every object outside the system's own schemas, by its full name and the text that defines it. */
const OBJECTS = sql`
  with spaces as (
    select oid, nspname from pg_namespace
     where nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\\_toast%'
       and nspname not like 'pg\\_temp\\_%'
  )
  select 'table' as kind, n.nspname || '.' || c.relname as name,
         coalesce(string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
           || case when a.attnotnull then ' not null' else '' end
           || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''), ', ' order by a.attnum), '') as definition
    from pg_class c join spaces n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind in ('r', 'p', 'f') group by 2
  union all
  select 'view', n.nspname || '.' || c.relname, pg_get_viewdef(c.oid)
    from pg_class c join spaces n on n.oid = c.relnamespace where c.relkind in ('v', 'm')
  union all
  select 'index', n.nspname || '.' || c.relname, pg_get_indexdef(c.oid)
    from pg_class c join spaces n on n.oid = c.relnamespace where c.relkind in ('i', 'I')
  union all
  select 'constraint', n.nspname || '.' || coalesce(c.relname || '.', '') || k.conname, pg_get_constraintdef(k.oid)
    from pg_constraint k join spaces n on n.oid = k.connamespace left join pg_class c on c.oid = k.conrelid
  union all
  select 'function', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
         pg_get_functiondef(p.oid)
    from pg_proc p join spaces n on n.oid = p.pronamespace
   where p.prokind in ('f', 'p')
     and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')
  union all
  select 'trigger', n.nspname || '.' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join spaces n on n.oid = c.relnamespace
   where not t.tgisinternal
  union all
  select 'type', n.nspname || '.' || t.typname, string_agg(e.enumlabel, ', ' order by e.enumsortorder)
    from pg_type t join spaces n on n.oid = t.typnamespace join pg_enum e on e.enumtypid = t.oid group by 2`;

/**
 * The product compares hashes with those of its own schema in the cloud. Under a key that the cloud does not have it
 * cannot; so what of the schema is the product's is compared here, and the hashes show whether anything has changed.
 */
export const databaseSchema: Collector = {
  id: "B-09",
  schema: z.strictObject({
    tables: z.strictObject({ expected: count, missing: count, additional: count }),
    objects: z.array(z.strictObject({ kind: z.enum(KINDS), name: hash, definition: hash })),
  }),
  async collect({ db, hash: hashOf }) {
    const { rows } = await db.execute<{ kind: (typeof KINDS)[number]; name: string; definition: string }>(
      OBJECTS,
    );
    const inPublic = rows.flatMap(({ kind, name }) =>
      kind === "table" && name.startsWith("public.") ? [name.slice("public.".length)] : [],
    );
    const shipped = new Set(SHIPPED_TABLES);
    const present = inPublic.filter((name) => shipped.has(name)).length;
    return {
      tables: {
        expected: shipped.size,
        missing: shipped.size - present,
        additional: inPublic.length - present,
      },
      objects: rows
        .map(({ kind, name, definition }) => ({ kind, name: hashOf(name), definition: hashOf(definition) }))
        // The order of the names would tell something of them.
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  },
};
