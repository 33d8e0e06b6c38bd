-- A site expansion makes a server of the primary site that of the new site above it.
create policy top_level_site on site_system_servers for update using (own_server_is_at_the_top());
