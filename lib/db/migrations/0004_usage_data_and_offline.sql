CREATE TABLE "file_upload_chunks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"upload_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"data" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "file_uploads" (
	"upload_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"stored_bytes" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offline_imports" (
	"import_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"path" text,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"state" text NOT NULL,
	"report" jsonb,
	"request_id" uuid,
	"expired_accepted_by" text,
	"bytes_total" bigint DEFAULT 0 NOT NULL,
	"bytes_done" bigint DEFAULT 0 NOT NULL,
	"bytes_per_second" bigint,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"error_code" text,
	"error_params" jsonb,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "offline_requests" (
	"request_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"prepared_at" timestamp with time zone,
	"run_id" uuid,
	"site_version" text,
	"public_key" text,
	"body" "bytea",
	"sha256" text,
	"error_code" text,
	"error_params" jsonb,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "client_summary" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"site_code" char(3) NOT NULL,
	"clients" integer NOT NULL,
	"client_version" text NOT NULL,
	"is_server" boolean NOT NULL,
	"os_name" text NOT NULL,
	"os_build" text NOT NULL,
	"os_branch" text,
	"os_installed_in" text NOT NULL,
	"locale" text NOT NULL,
	"forest" text NOT NULL,
	"azure_ad_joined" boolean NOT NULL,
	"co_managed" boolean NOT NULL,
	"office_version" text,
	"antimalware_version" text,
	"default_browser" text,
	"preferred_browser" text,
	"edge_installed" boolean NOT NULL,
	"processor_name" text NOT NULL,
	"bios_year" integer NOT NULL,
	"secure_boot" boolean NOT NULL,
	"uefi" boolean NOT NULL,
	"tpm_state" text NOT NULL,
	"virtualized_by" text,
	"surface_model" text,
	"extended_interoperability" boolean NOT NULL,
	"deployment_method" text NOT NULL,
	"install_source" text NOT NULL,
	"ntlm_fallback_forbidden" boolean NOT NULL,
	"health_issue" text,
	"form_factor" text NOT NULL,
	"drive_type" text NOT NULL,
	"boot_seconds_average" integer NOT NULL,
	CONSTRAINT "client_summary_clients" CHECK ("client_summary"."clients" > 0)
);
--> statement-breakpoint
CREATE TABLE "server_performance" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"sampled_at" timestamp with time zone NOT NULL,
	"operating_system" text NOT NULL,
	"architecture" text NOT NULL,
	"processors" integer NOT NULL,
	"processor_name" text NOT NULL,
	"memory_bytes" bigint NOT NULL,
	"disk_bytes" bigint NOT NULL,
	"disk_free_bytes" bigint NOT NULL,
	"processor_percent" double precision NOT NULL,
	"process_resident_bytes" bigint NOT NULL,
	"process_started_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_data_relevance" (
	"package_guid" uuid PRIMARY KEY NOT NULL,
	"relevant" boolean NOT NULL,
	"reason" text,
	"evaluated_at" timestamp with time zone NOT NULL,
	"body_sha256" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_data_runs" (
	"run_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"level" integer NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"scheduled_for" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"error_code" text,
	"items" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"document_bytes" integer,
	"document_sha256" text,
	"body" "bytea",
	"body_sha256" text,
	CONSTRAINT "usage_data_runs_level" CHECK ("usage_data_runs"."level" between 1 and 3),
	CONSTRAINT "usage_data_runs_complete" CHECK ("usage_data_runs"."state" <> 'complete' or ("usage_data_runs"."body" is not null and "usage_data_runs"."body_sha256" is not null and "usage_data_runs"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "usage_data_settings" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"level" integer DEFAULT 2 NOT NULL,
	"level_changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"level_changed_by" text DEFAULT 'Setup' NOT NULL,
	"hierarchy_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	CONSTRAINT "usage_data_settings_singleton" CHECK ("usage_data_settings"."singleton"),
	CONSTRAINT "usage_data_settings_level" CHECK ("usage_data_settings"."level" between 1 and 3)
);
--> statement-breakpoint
CREATE TABLE "usage_data_uploads" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"carrier" text,
	"upload_url" text,
	"bytes_total" integer NOT NULL,
	"bytes_done" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"error_code" text,
	"error_params" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"receipt" jsonb
);
--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "usage_data_url" text;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "file_upload_chunks" ADD CONSTRAINT "file_upload_chunks_upload_id_file_uploads_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."file_uploads"("upload_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_requests" ADD CONSTRAINT "offline_requests_run_id_usage_data_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."usage_data_runs"("run_id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_summary" ADD CONSTRAINT "client_summary_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "server_performance" ADD CONSTRAINT "server_performance_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_data_uploads" ADD CONSTRAINT "usage_data_uploads_run_id_usage_data_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."usage_data_runs"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "file_upload_chunks_position" ON "file_upload_chunks" USING btree ("upload_id","position");--> statement-breakpoint
CREATE INDEX "file_uploads_owner" ON "file_uploads" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "offline_imports_created" ON "offline_imports" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "offline_requests_one_waiting" ON "offline_requests" USING btree ("state") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "client_summary_site" ON "client_summary" USING btree ("site_code");--> statement-breakpoint
CREATE UNIQUE INDEX "usage_data_runs_one_open" ON "usage_data_runs" USING btree ("purpose","level") WHERE state in ('waiting','collecting');--> statement-breakpoint
CREATE UNIQUE INDEX "usage_data_runs_once_per_week" ON "usage_data_runs" USING btree ("scheduled_for") WHERE state <> 'discarded';--> statement-breakpoint
CREATE INDEX "usage_data_runs_finished" ON "usage_data_runs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "usage_data_uploads_state" ON "usage_data_uploads" USING btree ("state");