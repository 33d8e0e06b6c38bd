CREATE TABLE "audit_messages" (
	"record_id" bigserial PRIMARY KEY NOT NULL,
	"time" timestamp with time zone DEFAULT now() NOT NULL,
	"message_id" integer NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text NOT NULL,
	"user_id" uuid,
	"source" text,
	"action" text NOT NULL,
	"object_type" text,
	"object_id" text,
	"strings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"allowed" boolean DEFAULT true NOT NULL,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"source" text NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"user_name" text NOT NULL,
	"source" text NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone,
	CONSTRAINT "sign_in_failures_user_name_source_pk" PRIMARY KEY("user_name","source")
);
--> statement-breakpoint
CREATE TABLE "user_role_assignments" (
	"user_id" uuid NOT NULL,
	"role_id" text NOT NULL,
	"scope_id" text NOT NULL,
	CONSTRAINT "user_role_assignments_user_id_role_id_scope_id_pk" PRIMARY KEY("user_id","role_id","scope_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_name" text NOT NULL,
	"display_name" text NOT NULL,
	"source" text DEFAULT 'local' NOT NULL,
	"password_hash" text,
	"password_changed_at" timestamp with time zone,
	"entra_object_id" text,
	"locale" text,
	"theme" text,
	"time_zone" text,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_entra_object_id_unique" UNIQUE("entra_object_id")
);
--> statement-breakpoint
CREATE TABLE "cloud_environments" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"catalogue_metadata_url" text,
	"catalogue_targets_url" text,
	"catalogue_trusted_root" jsonb,
	"certificate_authorities" text
);
--> statement-breakpoint
CREATE TABLE "component_commands" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"server_id" uuid NOT NULL,
	"component" text NOT NULL,
	"operation" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "component_threads" (
	"server_id" uuid NOT NULL,
	"component" text NOT NULL,
	"state" text NOT NULL,
	"type" integer DEFAULT 0 NOT NULL,
	"thread_id" integer,
	"started_at" timestamp with time zone,
	"stopped_at" timestamp with time zone,
	"heartbeat_at" timestamp with time zone,
	"next_scheduled_at" timestamp with time zone,
	"last_error" text,
	"polled_state" text,
	"polled_at" timestamp with time zone,
	CONSTRAINT "component_threads_server_id_component_pk" PRIMARY KEY("server_id","component")
);
--> statement-breakpoint
CREATE TABLE "executives" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host_name" text NOT NULL,
	"process_id" integer NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"heartbeat_at" timestamp with time zone NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "maintenance_tasks" (
	"site_code" char(3) NOT NULL,
	"task" text NOT NULL,
	"enabled" boolean DEFAULT false NOT NULL,
	"days_of_week" integer DEFAULT 127 NOT NULL,
	"begin_time" text DEFAULT '02:00' NOT NULL,
	"next_run_at" timestamp with time zone,
	"last_started_at" timestamp with time zone,
	"last_completed_at" timestamp with time zone,
	"last_result" text,
	CONSTRAINT "maintenance_tasks_site_code_task_pk" PRIMARY KEY("site_code","task")
);
--> statement-breakpoint
CREATE TABLE "service_connection_point" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"role_id" uuid NOT NULL,
	"environment_id" text NOT NULL,
	"configured_mode" text DEFAULT 'online' NOT NULL,
	"configured_mode_at" timestamp with time zone DEFAULT now() NOT NULL,
	"configured_mode_by" text DEFAULT 'Setup' NOT NULL,
	"running_mode" text,
	"running_mode_since" timestamp with time zone,
	"proxy_host" text,
	"proxy_port" integer,
	"last_cloud_connection_at" timestamp with time zone,
	"download_streams" integer DEFAULT 4 NOT NULL,
	CONSTRAINT "service_connection_point_role_id_unique" UNIQUE("role_id"),
	CONSTRAINT "service_connection_point_singleton" CHECK ("service_connection_point"."singleton"),
	CONSTRAINT "service_connection_point_mode" CHECK ("service_connection_point"."configured_mode" in ('online','offline'))
);
--> statement-breakpoint
CREATE TABLE "site_system_roles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"server_id" uuid NOT NULL,
	"role" text NOT NULL,
	"installed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "site_system_roles_once_per_server" UNIQUE("server_id","role")
);
--> statement-breakpoint
CREATE TABLE "site_system_servers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"fqdn" text NOT NULL,
	"site_code" char(3) NOT NULL,
	"executive_id" uuid,
	"lease_token" bigint DEFAULT 0 NOT NULL,
	"lease_expires_at" timestamp with time zone,
	CONSTRAINT "site_system_servers_fqdn_unique" UNIQUE("fqdn")
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"site_code" char(3) PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"type" integer NOT NULL,
	"parent_site_code" char(3),
	"version" text NOT NULL,
	"full_version" text NOT NULL,
	"status" integer DEFAULT 1 NOT NULL,
	"configuration" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"installed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sites_code" CHECK ("sites"."site_code" ~ '^[A-Z0-9]{3}$' and "sites"."site_code" not in ('AUX','CON','NUL','PRN','SMS')),
	CONSTRAINT "sites_type" CHECK ("sites"."type" in (1, 2, 4)),
	CONSTRAINT "sites_cas_has_no_parent" CHECK ("sites"."type" <> 4 or "sites"."parent_site_code" is null),
	CONSTRAINT "sites_secondary_has_parent" CHECK ("sites"."type" <> 1 or "sites"."parent_site_code" is not null)
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"object_id" text DEFAULT '' NOT NULL,
	"state" integer DEFAULT 0 NOT NULL,
	"severity" integer NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"link" text,
	"occurrences" integer DEFAULT 1 NOT NULL,
	"first_raised_at" timestamp with time zone NOT NULL,
	"last_raised_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "status_messages" (
	"record_id" bigserial PRIMARY KEY NOT NULL,
	"time" timestamp with time zone DEFAULT now() NOT NULL,
	"message_id" integer NOT NULL,
	"severity" bigint NOT NULL,
	"message_type" integer NOT NULL,
	"component" text NOT NULL,
	"machine_name" text NOT NULL,
	"site_code" text NOT NULL,
	"process_id" integer NOT NULL,
	"thread_id" integer NOT NULL,
	"strings" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "update_check" (
	"singleton" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"requested_at" timestamp with time zone,
	"requested_by" text,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"succeeded_at" timestamp with time zone,
	"next_check_at" timestamp with time zone,
	"error_code" text,
	"error_params" jsonb,
	"root_version" integer,
	"timestamp_version" integer,
	"snapshot_version" integer,
	"targets_version" integer,
	CONSTRAINT "update_check_singleton" CHECK ("update_check"."singleton")
);
--> statement-breakpoint
CREATE TABLE "update_downloads" (
	"package_guid" uuid PRIMARY KEY NOT NULL,
	"desired" text DEFAULT 'run' NOT NULL,
	"phase" text DEFAULT 'queued' NOT NULL,
	"bytes_done" bigint DEFAULT 0 NOT NULL,
	"bytes_per_second" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"error_code" text,
	"error_params" jsonb,
	"requested_by" text NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "update_package_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"package_guid" uuid NOT NULL,
	"time" timestamp with time zone NOT NULL,
	"code" text NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"actor" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "update_package_files" (
	"package_guid" uuid NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"target_path" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"bytes_done" bigint DEFAULT 0 NOT NULL,
	"verified_at" timestamp with time zone,
	CONSTRAINT "update_package_files_package_guid_path_pk" PRIMARY KEY("package_guid","path")
);
--> statement-breakpoint
CREATE TABLE "update_package_log_lines" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"package_guid" uuid NOT NULL,
	"time" timestamp with time zone NOT NULL,
	"log_file" text NOT NULL,
	"component" text NOT NULL,
	"severity" integer NOT NULL,
	"message" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "update_packages" (
	"package_guid" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" jsonb NOT NULL,
	"more_info_link" text,
	"full_version" text NOT NULL,
	"client_version" text,
	"min_cm_version" text NOT NULL,
	"max_cm_version" text NOT NULL,
	"date_created" timestamp with time zone NOT NULL,
	"date_released" timestamp with time zone NOT NULL,
	"last_update_time" timestamp with time zone NOT NULL,
	"impact" integer NOT NULL,
	"update_type" integer NOT NULL,
	"prereq_package_guid" uuid,
	"supersedes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" integer NOT NULL,
	"applicability" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"applicability_checked_at" timestamp with time zone,
	"manifest_entry" jsonb NOT NULL,
	"total_bytes" bigint NOT NULL,
	CONSTRAINT "update_packages_state" CHECK ("update_packages"."state" >= 0)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_role_assignments" ADD CONSTRAINT "user_role_assignments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "component_commands" ADD CONSTRAINT "component_commands_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "component_threads" ADD CONSTRAINT "component_threads_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_tasks" ADD CONSTRAINT "maintenance_tasks_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_connection_point" ADD CONSTRAINT "service_connection_point_role_id_site_system_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."site_system_roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_connection_point" ADD CONSTRAINT "service_connection_point_environment_id_cloud_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."cloud_environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_system_roles" ADD CONSTRAINT "site_system_roles_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_system_servers" ADD CONSTRAINT "site_system_servers_site_code_sites_site_code_fk" FOREIGN KEY ("site_code") REFERENCES "public"."sites"("site_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_downloads" ADD CONSTRAINT "update_downloads_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_events" ADD CONSTRAINT "update_package_events_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_package_files" ADD CONSTRAINT "update_package_files_package_guid_update_packages_package_guid_fk" FOREIGN KEY ("package_guid") REFERENCES "public"."update_packages"("package_guid") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_messages_time" ON "audit_messages" USING btree ("time");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_user_name" ON "users" USING btree (lower("user_name"));--> statement-breakpoint
CREATE INDEX "component_commands_open" ON "component_commands" USING btree ("server_id") WHERE state in ('pending','taken');--> statement-breakpoint
CREATE UNIQUE INDEX "site_system_roles_one_service_connection_point" ON "site_system_roles" USING btree ("role") WHERE role = 'SMS Dmp Connector';--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_open_per_condition" ON "alerts" USING btree ("code","object_id") WHERE state = 0;--> statement-breakpoint
CREATE INDEX "status_messages_component" ON "status_messages" USING btree ("component","time");--> statement-breakpoint
CREATE INDEX "status_messages_time" ON "status_messages" USING btree ("time");--> statement-breakpoint
CREATE INDEX "update_package_events_package" ON "update_package_events" USING btree ("package_guid","id");--> statement-breakpoint
CREATE INDEX "update_package_log_lines_package" ON "update_package_log_lines" USING btree ("package_guid","id");