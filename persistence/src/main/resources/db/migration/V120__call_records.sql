-- The history of all calls. Events are what a VM's Asterisk wrote down; a record is made of a call's events, and made
-- anew when more of them arrive. Ids are derived (VM and Asterisk's call id; a digest of the event), so that whatever
-- arrives twice is stored once.

CREATE TABLE call_record (
  id          CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id   CHAR(36) CHARACTER SET ascii NOT NULL,
  vm_id       CHAR(36) CHARACTER SET ascii NOT NULL,
  direction   VARCHAR(16) CHARACTER SET ascii NOT NULL,
  caller      VARCHAR(80) NOT NULL,
  caller_name VARCHAR(80) NOT NULL,
  called      VARCHAR(80) NOT NULL,
  called_name VARCHAR(80) NOT NULL,
  -- The last digits first, because people know the end of a number and search by that.
  caller_key  VARCHAR(40) CHARACTER SET ascii NOT NULL,
  called_key  VARCHAR(40) CHARACTER SET ascii NOT NULL,
  extension   VARCHAR(80) NOT NULL,
  trunk       VARCHAR(40) CHARACTER SET ascii NOT NULL,
  trunk_name  VARCHAR(80) NOT NULL,
  through     VARCHAR(500) NOT NULL,
  attempt_id  CHAR(36) CHARACTER SET ascii NULL,
  outcome     VARCHAR(16) CHARACTER SET ascii NOT NULL,
  started_at  BIGINT NOT NULL,
  answered_at BIGINT NULL,
  ended_at    BIGINT NULL,
  cause       INT NOT NULL,
  mos         DOUBLE NULL,
  recording   VARCHAR(80) CHARACTER SET ascii NULL,
  KEY call_record_newest (tenant_id, started_at, id),
  KEY call_record_direction (tenant_id, direction, started_at, id),
  KEY call_record_outcome (tenant_id, outcome, started_at, id),
  KEY call_record_extension (tenant_id, extension, started_at, id),
  KEY call_record_trunk (tenant_id, trunk, started_at, id),
  KEY call_record_caller (tenant_id, caller_key),
  KEY call_record_called (tenant_id, called_key),
  KEY call_record_caller_name (tenant_id, caller_name),
  KEY call_record_called_name (tenant_id, called_name),
  KEY call_record_recording (tenant_id, recording),
  KEY call_record_running (vm_id, outcome, started_at),
  CONSTRAINT call_record_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE call_event (
  call_id    CHAR(36) CHARACTER SET ascii NOT NULL,
  at         BIGINT NOT NULL,
  digest     BINARY(16) NOT NULL,
  tenant_id  CHAR(36) CHARACTER SET ascii NOT NULL,
  type       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  channel    VARCHAR(150) NOT NULL,
  asterisk   VARCHAR(150) NOT NULL,
  name       VARCHAR(120) NOT NULL,
  number     VARCHAR(80) NOT NULL,
  caller     VARCHAR(80) NOT NULL,
  dialled    VARCHAR(80) NOT NULL,
  detail     VARCHAR(1000) NOT NULL,
  PRIMARY KEY (call_id, at, digest)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row per VM, locked while events of it are taken in: two requests of one guest, the first of which it has given up
-- waiting for, then make records one after the other and both see all events.
CREATE TABLE call_intake (
  vm_id CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
