-- Which recordings there are; the sound itself lies encrypted in a directory of the installation.
CREATE TABLE recording (
  tenant_id  CHAR(36) CHARACTER SET ascii NOT NULL,
  name       VARCHAR(40) CHARACTER SET ascii NOT NULL,
  bytes      BIGINT NOT NULL,
  arrived_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, name),
  KEY recording_arrived (arrived_at),
  CONSTRAINT recording_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
