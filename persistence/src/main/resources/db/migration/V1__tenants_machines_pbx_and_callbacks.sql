-- Times are BIGINT microseconds since 1970 (UTC): the driver drops fractions of DATETIME on MariaDB.
-- Ids are UUIDs in their canonical text. *_enc columns hold AES-GCM ciphertext bound to table, column and row.

CREATE TABLE tenant (
  id                 CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  slug               VARCHAR(31) CHARACTER SET ascii NOT NULL,
  name               VARCHAR(80) NOT NULL,
  country            CHAR(2) CHARACTER SET ascii NOT NULL,
  admin_email        VARCHAR(254) NOT NULL,
  identity_state     VARCHAR(16) CHARACTER SET ascii NOT NULL,
  first_password_enc VARBINARY(1024) NULL,
  created_at         BIGINT NOT NULL,
  UNIQUE KEY tenant_slug (slug),
  KEY tenant_identity (identity_state, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE virtual_machine (
  id               CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id        CHAR(36) CHARACTER SET ascii NOT NULL,
  name             VARCHAR(63) CHARACTER SET ascii NOT NULL,
  desired          VARCHAR(16) CHARACTER SET ascii NOT NULL,
  stage            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason           VARCHAR(1000) NOT NULL,
  address          VARCHAR(15) CHARACTER SET ascii NOT NULL,
  guest_secret_enc VARBINARY(1024) NOT NULL,
  ami_secret_enc   VARBINARY(1024) NOT NULL,
  boot_id          VARCHAR(64) CHARACTER SET ascii NOT NULL,
  failures         INT NOT NULL,
  stage_since      BIGINT NOT NULL,
  heard_at         BIGINT NULL,
  next_check       BIGINT NOT NULL,
  lease_owner      VARCHAR(64) CHARACTER SET ascii NULL,
  lease_until      BIGINT NOT NULL DEFAULT 0,
  UNIQUE KEY vm_tenant (tenant_id),
  UNIQUE KEY vm_name (name),
  UNIQUE KEY vm_address (address),
  KEY vm_due (next_check),
  CONSTRAINT vm_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE vm_stage_change (
  id     BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  vm_id  CHAR(36) CHARACTER SET ascii NOT NULL,
  stage  VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  at     BIGINT NOT NULL,
  KEY vm_stage_change_vm (vm_id, id),
  CONSTRAINT vm_stage_change_of_vm FOREIGN KEY (vm_id) REFERENCES virtual_machine (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE trunk (
  id            CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id     CHAR(36) CHARACTER SET ascii NOT NULL,
  name          VARCHAR(80) NOT NULL,
  access        VARCHAR(16) CHARACTER SET ascii NOT NULL,
  username      VARCHAR(64) CHARACTER SET ascii NULL,
  password_enc  VARBINARY(2048) NULL,
  sources       TEXT CHARACTER SET ascii NOT NULL,
  host          VARCHAR(253) CHARACTER SET ascii NOT NULL,
  port          INT NULL,
  transport     VARCHAR(8) CHARACTER SET ascii NOT NULL,
  number_format VARCHAR(16) CHARACTER SET ascii NOT NULL,
  caller_id     VARCHAR(16) CHARACTER SET ascii NULL,
  incoming_to   VARCHAR(6) CHARACTER SET ascii NULL,
  enabled       BOOLEAN NOT NULL,
  position      INT NOT NULL,
  state         VARCHAR(16) CHARACTER SET ascii NOT NULL DEFAULT 'UNKNOWN',
  state_detail  VARCHAR(500) NOT NULL DEFAULT '',
  state_since   BIGINT NOT NULL DEFAULT 0,
  version       BIGINT NOT NULL,
  UNIQUE KEY trunk_name (tenant_id, name),
  CONSTRAINT trunk_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE extension (
  id         CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id  CHAR(36) CHARACTER SET ascii NOT NULL,
  number     VARCHAR(6) CHARACTER SET ascii NOT NULL,
  name       VARCHAR(80) NOT NULL,
  md5_enc    VARBINARY(512) NOT NULL,
  sha256_enc VARBINARY(512) NOT NULL,
  version    BIGINT NOT NULL,
  UNIQUE KEY extension_number (tenant_id, number),
  CONSTRAINT extension_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE config_revision (
  tenant_id    CHAR(36) CHARACTER SET ascii NOT NULL,
  number       INT NOT NULL,
  state        VARCHAR(16) CHARACTER SET ascii NOT NULL,
  summary      VARCHAR(500) NOT NULL,
  requested_by VARCHAR(254) NOT NULL,
  digest       CHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '',
  bundle_enc   LONGBLOB NULL,
  reason       VARCHAR(2000) NOT NULL DEFAULT '',
  requested_at BIGINT NOT NULL,
  finished_at  BIGINT NULL,
  PRIMARY KEY (tenant_id, number),
  KEY revision_state (tenant_id, state, number),
  CONSTRAINT revision_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE widget (
  id         CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id  CHAR(36) CHARACTER SET ascii NOT NULL,
  public_key CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name       VARCHAR(80) NOT NULL,
  origins    TEXT CHARACTER SET ascii NOT NULL,
  agent      VARCHAR(6) CHARACTER SET ascii NOT NULL,
  enabled    BOOLEAN NOT NULL,
  version    BIGINT NOT NULL,
  UNIQUE KEY widget_key (public_key),
  UNIQUE KEY widget_name (tenant_id, name),
  CONSTRAINT widget_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE callback_request (
  id              CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id       CHAR(36) CHARACTER SET ascii NOT NULL,
  widget_id       CHAR(36) CHARACTER SET ascii NOT NULL,
  agent           VARCHAR(6) CHARACTER SET ascii NOT NULL,
  visitor         VARCHAR(16) CHARACTER SET ascii NOT NULL,
  idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  page            VARCHAR(1000) NOT NULL,
  state           VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason          VARCHAR(500) NOT NULL DEFAULT '',
  requested_at    BIGINT NOT NULL,
  state_since     BIGINT NOT NULL,
  due_at          BIGINT NOT NULL,
  UNIQUE KEY callback_idempotency (widget_id, idempotency_key),
  KEY callback_due (tenant_id, state, due_at),
  KEY callback_newest (tenant_id, requested_at),
  CONSTRAINT callback_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE call_attempt (
  id          CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  callback_id CHAR(36) CHARACTER SET ascii NOT NULL,
  tenant_id   CHAR(36) CHARACTER SET ascii NOT NULL,
  state       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason      VARCHAR(500) NOT NULL DEFAULT '',
  epoch       BIGINT NOT NULL,
  boot_id     VARCHAR(64) CHARACTER SET ascii NOT NULL,
  started_at  BIGINT NOT NULL,
  bridged_at  BIGINT NULL,
  ended_at    BIGINT NULL,
  KEY attempt_open (tenant_id, state),
  KEY attempt_newest (tenant_id, started_at),
  CONSTRAINT attempt_of_callback FOREIGN KEY (callback_id) REFERENCES callback_request (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE call_leg (
  attempt_id  CHAR(36) CHARACTER SET ascii NOT NULL,
  unique_id   VARCHAR(150) CHARACTER SET ascii NOT NULL,
  party       VARCHAR(8) CHARACTER SET ascii NOT NULL,
  number      VARCHAR(32) NOT NULL,
  trunk       VARCHAR(40) NOT NULL DEFAULT '',
  started_at  BIGINT NOT NULL,
  answered_at BIGINT NULL,
  ended_at    BIGINT NULL,
  cause       VARCHAR(200) NOT NULL DEFAULT '',
  PRIMARY KEY (attempt_id, unique_id),
  CONSTRAINT leg_of_attempt FOREIGN KEY (attempt_id) REFERENCES call_attempt (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE dialer_lane (
  tenant_id   CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  owner       VARCHAR(64) CHARACTER SET ascii NULL,
  lease_until BIGINT NOT NULL,
  epoch       BIGINT NOT NULL,
  CONSTRAINT lane_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE live_event (
  id        BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tenant_id CHAR(36) CHARACTER SET ascii NULL,
  kind      VARCHAR(16) CHARACTER SET ascii NOT NULL,
  subject   VARCHAR(64) CHARACTER SET ascii NOT NULL,
  at        BIGINT NOT NULL,
  KEY live_event_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE audit_entry (
  id        BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  tenant_id CHAR(36) CHARACTER SET ascii NULL,
  actor     VARCHAR(254) NOT NULL,
  action    VARCHAR(64) CHARACTER SET ascii NOT NULL,
  subject   VARCHAR(254) NOT NULL,
  at        BIGINT NOT NULL,
  KEY audit_tenant (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
