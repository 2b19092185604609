-- A tenant's sounds. Files are named by the digest of their bytes, per tenant; one that no sound has any more is kept for a
-- while, because an earlier configuration may name it.

CREATE TABLE sound_file (
  tenant_id    CHAR(36) CHARACTER SET ascii NOT NULL,
  digest       CHAR(64) CHARACTER SET ascii NOT NULL,
  content      MEDIUMBLOB NOT NULL,
  unused_since BIGINT NULL,
  PRIMARY KEY (tenant_id, digest),
  CONSTRAINT sound_file_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE sound (
  id        CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  name      VARCHAR(80) NOT NULL,
  digest    CHAR(64) CHARACTER SET ascii NOT NULL,
  bytes     INT NOT NULL,
  voice     VARCHAR(16) CHARACTER SET ascii NOT NULL,
  spoken    TEXT NOT NULL,
  version   BIGINT NOT NULL,
  UNIQUE KEY sound_name (tenant_id, name),
  CONSTRAINT sound_has_file FOREIGN KEY (tenant_id, digest) REFERENCES sound_file (tenant_id, digest)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
