CREATE TABLE "content_distributions" (
	"package_id" char(8) NOT NULL,
	"version" integer NOT NULL,
	"site_code" char(3) NOT NULL,
	"state" text NOT NULL,
	"job_id" text,
	"send_request_id" text,
	"bytes_total" bigint DEFAULT 0 NOT NULL,
	"bytes_done" bigint DEFAULT 0 NOT NULL,
	"bytes_per_second" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"error_code" text,
	"error_params" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"stored_at" timestamp with time zone,
	"validated_at" timestamp with time zone,
	"next_validation_at" timestamp with time zone,
	"validation_requested_at" timestamp with time zone,
	"damaged_pieces" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "content_distributions_package_id_version_site_code_pk" PRIMARY KEY("package_id","version","site_code")
);
--> statement-breakpoint
CREATE TABLE "easy_setup_settings" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"package_id" char(8) NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "easy_setup_settings_singleton" CHECK ("easy_setup_settings"."singleton")
);
--> statement-breakpoint
CREATE TABLE "easy_setup_versions" (
	"package_id" char(8) NOT NULL,
	"version" integer NOT NULL,
	"package_guid" uuid NOT NULL,
	"source_hash" text NOT NULL,
	"manifest_sha256" text,
	"file_count" integer NOT NULL,
	"total_bytes" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "easy_setup_versions_package_id_version_pk" PRIMARY KEY("package_id","version")
);
--> statement-breakpoint
CREATE TABLE "file_exchange_endpoints" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"url" text,
	"certificate" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "file_replication_routes" (
	"source_site_code" char(3) NOT NULL,
	"destination_site_code" char(3) NOT NULL,
	"bytes_per_second" bigint,
	"open_hours" char(168),
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "file_replication_routes_source_site_code_destination_site_code_pk" PRIMARY KEY("source_site_code","destination_site_code"),
	CONSTRAINT "file_replication_routes_rate" CHECK ("file_replication_routes"."bytes_per_second" is null or "file_replication_routes"."bytes_per_second" > 0),
	CONSTRAINT "file_replication_routes_hours" CHECK ("file_replication_routes"."open_hours" is null or "file_replication_routes"."open_hours" ~ '^[01]{168}$')
);
--> statement-breakpoint
CREATE TABLE "hierarchy_settings" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"pre_release_consent_at" timestamp with time zone,
	"pre_release_consent_by" text,
	"pre_production_upgrade" boolean DEFAULT false NOT NULL,
	"pre_production_collection" text,
	"production_client_version" text,
	"pre_production_client_version" text,
	"pre_production_client_at" timestamp with time zone,
	"client_promoted_at" timestamp with time zone,
	"client_promoted_by" text,
	"software_assurance_expiration" text,
	"required_free_bytes" bigint DEFAULT 16106127360 NOT NULL,
	"content_validation_hours" integer DEFAULT 168 NOT NULL,
	CONSTRAINT "hierarchy_settings_singleton" CHECK ("hierarchy_settings"."singleton"),
	CONSTRAINT "hierarchy_settings_validation" CHECK ("hierarchy_settings"."content_validation_hours" between 1 and 8760)
);
--> statement-breakpoint
CREATE TABLE "out_of_band_chunks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"import_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"data" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "out_of_band_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"file_name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"state" text NOT NULL,
	"sha256" text,
	"package_guid" uuid,
	"error_code" text,
	"error_params" jsonb,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "service_windows" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"site_code" char(3) NOT NULL,
	"name" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"starts_on" text,
	"days_of_week" integer NOT NULL,
	"begin_time" text NOT NULL,
	"duration_minutes" integer NOT NULL,
	"time_zone" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "service_windows_duration" CHECK ("service_windows"."duration_minutes" between 1 and 1440),
	CONSTRAINT "service_windows_days" CHECK ("service_windows"."days_of_week" between 0 and 127)
);
--> statement-breakpoint
CREATE TABLE "update_features" (
	"feature_guid" uuid PRIMARY KEY NOT NULL,
	"status" integer DEFAULT 0 NOT NULL,
	"requested_at" timestamp with time zone,
	"requested_by" text,
	"waits_for_package_guid" uuid,
	"enabled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "update_package_prereq_status" (
	"package_guid" uuid NOT NULL,
	"site_code" char(3) NOT NULL,
	"site_install_id" integer NOT NULL,
	"rule" text NOT NULL,
	"result" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "update_package_prereq_status_package_guid_site_code_site_install_id_rule_pk" PRIMARY KEY("package_guid","site_code","site_install_id","rule")
);
--> statement-breakpoint
CREATE TABLE "update_package_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"package_guid" uuid NOT NULL,
	"prereq_flag" integer NOT NULL,
	"features" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"client_option" text,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"final_state" integer
);
--> statement-breakpoint
CREATE TABLE "update_package_site_status" (
	"package_guid" uuid NOT NULL,
	"site_code" char(3) NOT NULL,
	"state" integer NOT NULL,
	"prereq_flag" integer NOT NULL,
	"site_install_id" integer DEFAULT 1 NOT NULL,
	"last_update_time" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"error_code" text,
	"error_params" jsonb,
	CONSTRAINT "update_package_site_status_package_guid_site_code_pk" PRIMARY KEY("package_guid","site_code")
);
--> statement-breakpoint
CREATE TABLE "update_package_steps" (
	"package_guid" uuid NOT NULL,
	"site_code" char(3) NOT NULL,
	"site_install_id" integer NOT NULL,
	"phase" text NOT NULL,
	"step" text NOT NULL,
	"is_complete" integer DEFAULT 0 NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"detail_code" text,
	"detail_params" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"message_time" timestamp with time zone NOT NULL,
	CONSTRAINT "update_package_steps_package_guid_site_code_site_install_id_phase_step_pk" PRIMARY KEY("package_guid","site_code","site_install_id","phase","step")
);
--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "database_version" text;--> statement-breakpoint
ALTER TABLE "sites" ADD COLUMN "messaging_enabled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "update_package_log_lines" ADD COLUMN "site_code" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "update_packages" ADD COLUMN "source" text DEFAULT 'catalogue' NOT NULL;--> statement-breakpoint
ALTER TABLE "update_packages" ADD COLUMN "prereq_flag" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "update_packages" ADD COLUMN "installed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "content_distributions" ADD CONSTRAINT "content_distributions_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_exchange_endpoints" ADD CONSTRAINT "file_exchange_endpoints_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_replication_routes" ADD CONSTRAINT "file_replication_routes_source_site_code_sites_site_code_fk" FOREIGN KEY ("source_site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_replication_routes" ADD CONSTRAINT "file_replication_routes_destination_site_code_sites_site_code_fk" FOREIGN KEY ("destination_site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "out_of_band_chunks" ADD CONSTRAINT "out_of_band_chunks_import_id_out_of_band_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."out_of_band_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_windows" ADD CONSTRAINT "service_windows_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_prereq_status" ADD CONSTRAINT "update_package_prereq_status_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_runs" ADD CONSTRAINT "update_package_runs_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_site_status" ADD CONSTRAINT "update_package_site_status_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_site_status" ADD CONSTRAINT "update_package_site_status_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_steps" ADD CONSTRAINT "update_package_steps_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "content_distributions_site" ON "content_distributions" USING btree ("site_code","state");--> statement-breakpoint
CREATE INDEX "easy_setup_versions_package" ON "easy_setup_versions" USING btree ("package_guid");--> statement-breakpoint
CREATE UNIQUE INDEX "out_of_band_chunks_position" ON "out_of_band_chunks" USING btree ("import_id","position");--> statement-breakpoint
CREATE INDEX "service_windows_site" ON "service_windows" USING btree ("site_code");--> statement-breakpoint
CREATE INDEX "update_package_runs_package" ON "update_package_runs" USING btree ("package_guid","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "update_package_runs_one_open" ON "update_package_runs" USING btree ((true)) WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "update_package_site_status_site" ON "update_package_site_status" USING btree ("site_code");--> statement-breakpoint
CREATE INDEX "sites_parent" ON "sites" USING btree ("parent_site_code","site_code");