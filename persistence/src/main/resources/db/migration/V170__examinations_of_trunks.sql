-- What the trunk doctor was asked for, and what the PBX saw.

CREATE TABLE trunk_examination (
  id            CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id     CHAR(36) CHARACTER SET ascii NOT NULL,
  trunk_id      CHAR(36) CHARACTER SET ascii NOT NULL,
  state         VARCHAR(16) CHARACTER SET ascii NOT NULL,
  number_called VARCHAR(16) CHARACTER SET ascii NULL,
  report        MEDIUMTEXT NOT NULL,
  requested_by  VARCHAR(255) NOT NULL,
  requested_at  BIGINT NOT NULL,
  changed_at    BIGINT NOT NULL,
  KEY trunk_examination_of_trunk_newest (trunk_id, requested_at),
  KEY trunk_examination_waits (tenant_id, state, requested_at),
  CONSTRAINT trunk_examination_of_trunk FOREIGN KEY (trunk_id) REFERENCES trunk (id) ON DELETE CASCADE,
  CONSTRAINT trunk_examination_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
