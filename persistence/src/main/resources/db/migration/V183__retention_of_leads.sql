-- After how many days leads lose their person; no row is never.
CREATE TABLE lead_retention (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  days      INT NOT NULL,
  CONSTRAINT lead_retention_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Set when a lead has lost its person.
ALTER TABLE callback_request ADD COLUMN anonymous BOOLEAN NOT NULL DEFAULT FALSE;
