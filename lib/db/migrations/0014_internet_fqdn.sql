ALTER TABLE "site_system_servers" ADD COLUMN "internet_fqdn" text;--> statement-breakpoint
-- What is said of the threads of the role goes with it, also when their server does not answer any more.
create policy top_level_clears on component_threads for delete using (own_server_is_at_the_top());
