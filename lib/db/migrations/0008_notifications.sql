CREATE TABLE "mail_server" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"security" text NOT NULL,
	"from" text NOT NULL,
	"user_name" text,
	"password" "bytea",
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "mail_server_one" CHECK ("mail_server"."only")
);
--> statement-breakpoint
CREATE TABLE "notification_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"target" uuid NOT NULL,
	"event" text NOT NULL,
	"params" jsonb NOT NULL,
	"link" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"attempted_at" timestamp with time zone,
	"failure_code" text,
	"failure_params" jsonb
);
--> statement-breakpoint
CREATE TABLE "notification_targets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"secret" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "notification_targets_address_unique" UNIQUE("address")
);
--> statement-breakpoint
ALTER TABLE "cloud_environments" ADD COLUMN "secret_grace_seconds" integer DEFAULT 120 NOT NULL;--> statement-breakpoint
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_target_notification_targets_id_fk" FOREIGN KEY ("target") REFERENCES "public"."notification_targets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notification_deliveries_waiting" ON "notification_deliveries" USING btree ("not_before") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "notification_deliveries_target" ON "notification_deliveries" USING btree ("target","created_at");