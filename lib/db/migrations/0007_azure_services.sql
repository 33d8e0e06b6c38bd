CREATE TABLE "azure_application_secrets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"state" text NOT NULL,
	"sealed" "bytea",
	"sealed_to" text NOT NULL,
	"key_id" uuid,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"proved_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "azure_applications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"client_id" uuid NOT NULL,
	"object_id" uuid,
	"app_id_uri" text,
	"home_page_url" text,
	"reply_url" text,
	"origin" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"settings_updated_at" timestamp with time zone,
	CONSTRAINT "azure_applications_once" UNIQUE("tenant","client_id"),
	CONSTRAINT "azure_applications_server_has_uri" CHECK ("azure_applications"."kind" <> 'server' or "azure_applications"."app_id_uri" is not null)
);
--> statement-breakpoint
CREATE TABLE "azure_operations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"environment_id" text NOT NULL,
	"sign_in_id" uuid,
	"application_id" uuid,
	"service_id" uuid,
	"batch_id" uuid,
	"input" jsonb NOT NULL,
	"sealed" "bytea",
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"failure_code" text,
	"failure_params" jsonb,
	"leftovers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"not_before" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "azure_services" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"tenant" uuid NOT NULL,
	"server_application_id" uuid NOT NULL,
	"client_application_id" uuid,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"proved_at" timestamp with time zone,
	"proof_code" text,
	"proof_params" jsonb,
	"proof_since" timestamp with time zone,
	CONSTRAINT "azure_services_name" UNIQUE("name"),
	CONSTRAINT "azure_services_client_app" CHECK (("azure_services"."type" = 'CloudManagement') = ("azure_services"."client_application_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "azure_sign_ins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"environment_id" text NOT NULL,
	"tenant_id" uuid,
	"method" text NOT NULL,
	"state" text NOT NULL,
	"prompt" jsonb,
	"sealed_answer" "bytea",
	"redirect_uri" text,
	"account" jsonb,
	"failure_code" text,
	"failure_params" jsonb,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "azure_tenants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"environment_id" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "azure_tenants_once" UNIQUE("environment_id","tenant_id")
);
--> statement-breakpoint
CREATE TABLE "sealing_keys" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sealing_keys_fingerprint_unique" UNIQUE("fingerprint")
);
--> statement-breakpoint
CREATE TABLE "secret_expiry_notices" (
	"secret_id" uuid NOT NULL,
	"days_before" integer NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "secret_expiry_notices_secret_id_days_before_pk" PRIMARY KEY("secret_id","days_before")
);
--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "cloud" text DEFAULT 'public' NOT NULL;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "login_url" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "graph_url" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "arm_url" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "log_analytics_url" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "store_url" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "store_resource" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "desktop_analytics_resource" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "portal_url" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "sign_in_client_id" text;--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "sign_in_redirects" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "azure_application_secrets" ADD CONSTRAINT "azure_application_secrets_application_id_azure_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."azure_applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_applications" ADD CONSTRAINT "azure_applications_tenant_azure_tenants_id_fk" FOREIGN KEY ("tenant") REFERENCES "public"."azure_tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_operations" ADD CONSTRAINT "azure_operations_environment_id_cloud_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."cloud_environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_operations" ADD CONSTRAINT "azure_operations_sign_in_id_azure_sign_ins_id_fk" FOREIGN KEY ("sign_in_id") REFERENCES "public"."azure_sign_ins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_operations" ADD CONSTRAINT "azure_operations_application_id_azure_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."azure_applications"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_operations" ADD CONSTRAINT "azure_operations_service_id_azure_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."azure_services"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_services" ADD CONSTRAINT "azure_services_tenant_azure_tenants_id_fk" FOREIGN KEY ("tenant") REFERENCES "public"."azure_tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_services" ADD CONSTRAINT "azure_services_server_application_id_azure_applications_id_fk" FOREIGN KEY ("server_application_id") REFERENCES "public"."azure_applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_services" ADD CONSTRAINT "azure_services_client_application_id_azure_applications_id_fk" FOREIGN KEY ("client_application_id") REFERENCES "public"."azure_applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_sign_ins" ADD CONSTRAINT "azure_sign_ins_environment_id_cloud_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."cloud_environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "azure_tenants" ADD CONSTRAINT "azure_tenants_environment_id_cloud_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."cloud_environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealing_keys" ADD CONSTRAINT "sealing_keys_server_id_site_system_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."site_system_servers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secret_expiry_notices" ADD CONSTRAINT "secret_expiry_notices_secret_id_azure_application_secrets_id_fk" FOREIGN KEY ("secret_id") REFERENCES "public"."azure_application_secrets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "azure_application_secrets_one_current" ON "azure_application_secrets" USING btree ("application_id") WHERE state = 'current';--> statement-breakpoint
CREATE INDEX "azure_application_secrets_expiry" ON "azure_application_secrets" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "azure_applications_app_id_uri" ON "azure_applications" USING btree ("tenant","app_id_uri");--> statement-breakpoint
CREATE INDEX "azure_operations_state" ON "azure_operations" USING btree ("state");--> statement-breakpoint
CREATE INDEX "azure_operations_application" ON "azure_operations" USING btree ("application_id","requested_at");--> statement-breakpoint
CREATE INDEX "azure_operations_batch" ON "azure_operations" USING btree ("batch_id");--> statement-breakpoint
CREATE UNIQUE INDEX "azure_operations_one_open_per_application" ON "azure_operations" USING btree ("application_id") WHERE state not in ('complete','failed') and kind in ('renew-secret-key','replace-secret-key');--> statement-breakpoint
CREATE UNIQUE INDEX "azure_services_one_of_type" ON "azure_services" USING btree ("type") WHERE type <> 'CloudManagement';--> statement-breakpoint
CREATE UNIQUE INDEX "azure_services_once_per_tenant" ON "azure_services" USING btree ("type","tenant");--> statement-breakpoint
CREATE INDEX "azure_sign_ins_state" ON "azure_sign_ins" USING btree ("state");