ALTER TABLE "role_change_secrets" DROP CONSTRAINT "role_change_secrets_role_change_id_purpose_pk";--> statement-breakpoint
ALTER TABLE "role_change_secrets" DROP COLUMN "purpose";--> statement-breakpoint
ALTER TABLE "role_change_secrets" ADD COLUMN "secret" text NOT NULL;--> statement-breakpoint
ALTER TABLE "role_change_secrets" ADD COLUMN "source" text NOT NULL;--> statement-breakpoint
ALTER TABLE "role_change_secrets" ADD CONSTRAINT "role_change_secrets_role_change_id_secret_pk" PRIMARY KEY("role_change_id","secret");
--> statement-breakpoint
-- The top-level site's server takes the role from a server that may be gone: its threads and its address go with it.
create policy top_level_site on component_threads for delete using (own_server_is_at_the_top());
--> statement-breakpoint
create policy top_level_site on file_exchange_endpoints for update using (own_server_is_at_the_top());
