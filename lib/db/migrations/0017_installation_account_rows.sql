-- What the site server presents is the portal's to set; a server that is presented it says only how a test of it went.
alter table site_system_installation_accounts enable row level security;
--> statement-breakpoint
create policy "read" on site_system_installation_accounts for select using (true);
--> statement-breakpoint
create policy own_server on site_system_installation_accounts for update using (server_id = own_server_id());
