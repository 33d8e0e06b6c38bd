CREATE SEQUENCE "public"."service_connection_point_holder_token" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "endpoint_probe_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"server_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"requested_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"reachable" integer DEFAULT 0 NOT NULL,
	"unreachable" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "endpoint_probes" (
	"run_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"features" jsonb NOT NULL,
	"code" text NOT NULL,
	"params" jsonb,
	"layers" jsonb NOT NULL,
	"duration_ms" integer NOT NULL,
	CONSTRAINT "endpoint_probes_run_id_endpoint_pk" PRIMARY KEY("run_id","endpoint")
);
--> statement-breakpoint
CREATE TABLE "role_change_checks" (
	"role_change_id" uuid NOT NULL,
	"check" text NOT NULL,
	"state" text NOT NULL,
	"code" text,
	"params" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "role_change_checks_role_change_id_check_pk" PRIMARY KEY("role_change_id","check")
);
--> statement-breakpoint
CREATE TABLE "role_change_secrets" (
	"role_change_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"sealed_to" text NOT NULL,
	CONSTRAINT "role_change_secrets_role_change_id_purpose_pk" PRIMARY KEY("role_change_id","purpose")
);
--> statement-breakpoint
CREATE TABLE "role_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"from_server_id" uuid,
	"from_server" text,
	"to_server_id" uuid,
	"to_server" text,
	"input" jsonb NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"failure_code" text,
	"failure_params" jsonb,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "server_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"server_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"input" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"result" jsonb,
	"failure_code" text,
	"failure_params" jsonb,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "site_system_installation_accounts" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"user_name" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"sealed_to" text NOT NULL,
	"password_hash" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL,
	"tested_at" timestamp with time zone,
	"test_code" text
);
--> statement-breakpoint
CREATE TABLE "site_system_proxies" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"host" text NOT NULL,
	"port" integer DEFAULT 80 NOT NULL,
	"user_name" text,
	"sealed" "bytea",
	"sealed_to" text,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "site_system_proxies_port" CHECK ("site_system_proxies"."port" between 1 and 65535),
	CONSTRAINT "site_system_proxies_account" CHECK (("site_system_proxies"."user_name" is null) = ("site_system_proxies"."sealed" is null) and ("site_system_proxies"."sealed" is null) = ("site_system_proxies"."sealed_to" is null))
);
--> statement-breakpoint
ALTER TABLE "service_connection_point" ADD COLUMN "holder_token" bigint DEFAULT nextval('service_connection_point_holder_token') NOT NULL;--> statement-breakpoint
ALTER TABLE "endpoint_probe_runs" ADD CONSTRAINT "endpoint_probe_runs_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "endpoint_probes" ADD CONSTRAINT "endpoint_probes_run_id_endpoint_probe_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."endpoint_probe_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_change_checks" ADD CONSTRAINT "role_change_checks_role_change_id_role_changes_id_fk" FOREIGN KEY ("role_change_id") REFERENCES "public"."role_changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_change_secrets" ADD CONSTRAINT "role_change_secrets_role_change_id_role_changes_id_fk" FOREIGN KEY ("role_change_id") REFERENCES "public"."role_changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_changes" ADD CONSTRAINT "role_changes_from_server_id_site_system_servers_id_fk" FOREIGN KEY ("from_server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_changes" ADD CONSTRAINT "role_changes_to_server_id_site_system_servers_id_fk" FOREIGN KEY ("to_server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "server_tasks" ADD CONSTRAINT "server_tasks_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_system_installation_accounts" ADD CONSTRAINT "site_system_installation_accounts_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_system_proxies" ADD CONSTRAINT "site_system_proxies_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "endpoint_probe_runs_server" ON "endpoint_probe_runs" USING btree ("server_id","started_at");--> statement-breakpoint
CREATE INDEX "role_changes_requested" ON "role_changes" USING btree ("requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "role_changes_one_open" ON "role_changes" USING btree ((true)) WHERE state not in ('complete','failed');--> statement-breakpoint
CREATE INDEX "server_tasks_open" ON "server_tasks" USING btree ("server_id") WHERE state in ('waiting','running');--> statement-breakpoint
CREATE INDEX "server_tasks_kind" ON "server_tasks" USING btree ("server_id","kind","requested_at");--> statement-breakpoint
-- The proxy belongs to the server, not to the role on it.
INSERT INTO "site_system_proxies" ("server_id", "enabled", "host", "port", "changed_at", "changed_by")
SELECT r."server_id", true, p."proxy_host", coalesce(p."proxy_port", 80), now(), 'Setup'
  FROM "service_connection_point" p JOIN "site_system_roles" r ON r."id" = p."role_id"
 WHERE p."proxy_host" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "service_connection_point" DROP COLUMN "proxy_host";--> statement-breakpoint
ALTER TABLE "service_connection_point" DROP COLUMN "proxy_port";