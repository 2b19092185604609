-- Keys with which programs use the API; only digests of their secrets.

CREATE TABLE api_key (
  id           CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id    CHAR(36) CHARACTER SET ascii NULL,
  name         VARCHAR(80) NOT NULL,
  scope        VARCHAR(8) CHARACTER SET ascii NOT NULL,
  digest       BINARY(32) NOT NULL,
  created_by   VARCHAR(255) NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NULL,
  last_used_at BIGINT NULL,
  KEY api_key_newest (tenant_id, created_at),
  CONSTRAINT api_key_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
