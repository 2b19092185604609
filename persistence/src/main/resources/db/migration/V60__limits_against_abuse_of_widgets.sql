-- What keeps strangers on the web from abusing a tenant's telephone. Ids here are keyed digests: nobody reads an address or number out of them.

-- One row per thing that is limited: the times (8 bytes each, microseconds) of what was granted within the window.
CREATE TABLE callback_limit (
  id         BINARY(16) NOT NULL PRIMARY KEY,
  times      VARBINARY(8000) NOT NULL,
  expires_at BIGINT NOT NULL,
  KEY callback_limit_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=ascii;

-- Proofs of work that were used: none counts twice.
CREATE TABLE callback_used_proof (
  id         BINARY(16) NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL,
  KEY callback_used_proof_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=ascii;

CREATE TABLE callback_policy (
  tenant_id       CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  halted          BOOLEAN NOT NULL,
  countries       VARCHAR(200) CHARACTER SET ascii NOT NULL,
  per_hour        INT NOT NULL,
  widget_per_hour INT NOT NULL,
  daily_minutes   INT NOT NULL,
  daily_cents     BIGINT NOT NULL,
  CONSTRAINT callback_policy_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Written when a call to a visitor ends, read when a callback is accepted. day counts days since 1970 (UTC).
CREATE TABLE callback_spend (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  day       INT NOT NULL,
  seconds   BIGINT NOT NULL,
  cents     BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, day),
  CONSTRAINT callback_spend_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE callback_opt_out (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  number    VARCHAR(16) CHARACTER SET ascii NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, number),
  CONSTRAINT callback_opt_out_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- minute counts minutes since 1970.
CREATE TABLE callback_tally (
  widget_id CHAR(36) CHARACTER SET ascii NOT NULL,
  minute    INT NOT NULL,
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  asked     INT NOT NULL,
  accepted  INT NOT NULL,
  refused   INT NOT NULL,
  limited   INT NOT NULL,
  PRIMARY KEY (widget_id, minute),
  CONSTRAINT callback_tally_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The open alarm of a widget has ended_at 0, so that there is at most one.
CREATE TABLE callback_alarm (
  widget_id CHAR(36) CHARACTER SET ascii NOT NULL,
  ended_at  BIGINT NOT NULL,
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  level     INT NOT NULL,
  asked     INT NOT NULL,
  refused   INT NOT NULL,
  raised_at BIGINT NOT NULL,
  PRIMARY KEY (widget_id, ended_at),
  KEY callback_alarm_tenant (tenant_id, raised_at),
  CONSTRAINT callback_alarm_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
