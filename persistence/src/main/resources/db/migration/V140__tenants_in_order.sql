-- The list of tenants is read a part at a time, sorted by name.
CREATE INDEX tenant_name ON tenant (name, slug);
