CREATE TABLE "server_enrolments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"server_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"joined_at" timestamp with time zone,
	"host_name" text,
	"version" text,
	"login" text,
	"key_fingerprint" text,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "server_enrolments_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "server_enrolments_login_unique" UNIQUE("login")
);
--> statement-breakpoint
ALTER TABLE "executives" ADD COLUMN "login" text DEFAULT session_user NOT NULL;--> statement-breakpoint
ALTER TABLE "server_enrolments" ADD CONSTRAINT "server_enrolments_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "server_enrolments_open" ON "server_enrolments" USING btree ("server_id") WHERE ended_at is null;--> statement-breakpoint
-- Who works with the login of one server writes for that server alone. Owners of the tables are above these rules.
create function own_server_id() returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select server_id from server_enrolments where login = session_user and ended_at is null
$$;
--> statement-breakpoint
create function own_server_is_at_the_top() returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from site_system_servers v
      join sites s using (site_code)
      join site_system_roles r on r.server_id = v.id and r.role = 'SMS Site Server'
     where v.id = own_server_id() and s.parent_site_code is null)
$$;
--> statement-breakpoint
create function own_server_has_role(id uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from site_system_roles r where r.id = $1 and r.server_id = own_server_id())
$$;
--> statement-breakpoint
alter table site_system_servers enable row level security;
--> statement-breakpoint
create policy "read" on site_system_servers for select using (true);
--> statement-breakpoint
create policy own_server on site_system_servers for update using (id = own_server_id());
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['component_threads', 'sealing_keys', 'file_exchange_endpoints', 'server_performance'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy "read" on %I for select using (true)', name);
    execute format('create policy own_server on %I using (server_id = own_server_id())', name);
  end loop;
end $$;
--> statement-breakpoint
-- Any server may ask another one to do something; only that one says what came of it.
alter table server_tasks enable row level security;
--> statement-breakpoint
create policy "read" on server_tasks for select using (true);
--> statement-breakpoint
create policy ask on server_tasks for insert with check (true);
--> statement-breakpoint
create policy own_server on server_tasks for update using (server_id = own_server_id());
--> statement-breakpoint
alter table executives enable row level security;
--> statement-breakpoint
create policy "read" on executives for select using (true);
--> statement-breakpoint
create policy own_process on executives using (login = session_user);
--> statement-breakpoint
-- The role is placed by the top-level site; its holder says what it runs.
alter table site_system_roles enable row level security;
--> statement-breakpoint
create policy "read" on site_system_roles for select using (true);
--> statement-breakpoint
create policy top_level_site on site_system_roles using (own_server_is_at_the_top());
--> statement-breakpoint
alter table service_connection_point enable row level security;
--> statement-breakpoint
create policy "read" on service_connection_point for select using (true);
--> statement-breakpoint
create policy holder_or_top_level_site on service_connection_point
  using (own_server_has_role(role_id) or own_server_is_at_the_top());
