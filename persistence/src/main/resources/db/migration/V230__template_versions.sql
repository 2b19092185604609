-- Versions of the guest template that hosts have, which VM is to run which, and moves between them.

CREATE TABLE template_version (
  id         VARCHAR(64) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  asterisk   VARCHAR(80) NOT NULL,
  kernel     VARCHAR(80) NOT NULL,
  suite      VARCHAR(80) NOT NULL,
  suite_date VARCHAR(80) NOT NULL,
  built_at   BIGINT NULL,
  manifest   MEDIUMTEXT NOT NULL,
  present    BOOLEAN NOT NULL,
  is_current BOOLEAN NOT NULL,
  found_at   BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Neither refers to its table: a VM may run a version that its host has lost, and moves go with the VM.
ALTER TABLE virtual_machine
  ADD COLUMN template_id VARCHAR(64) CHARACTER SET ascii NULL,
  ADD COLUMN move_id CHAR(36) CHARACTER SET ascii NULL,
  ADD KEY vm_template (template_id);

CREATE TABLE template_move (
  id           CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  vm_id        CHAR(36) CHARACTER SET ascii NOT NULL,
  from_id      VARCHAR(64) CHARACTER SET ascii NOT NULL,
  to_id        VARCHAR(64) CHARACTER SET ascii NOT NULL,
  state        VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason       VARCHAR(1000) NOT NULL,
  requested_by VARCHAR(254) NOT NULL,
  requested_at BIGINT NOT NULL,
  begun_at     BIGINT NULL,
  ended_at     BIGINT NULL,
  in_turn      BOOLEAN NOT NULL,
  position     INT NOT NULL,
  KEY template_moves_of_vm (vm_id, requested_at),
  KEY template_moves_in_turn (state, requested_at, position),
  CONSTRAINT template_move_of_vm FOREIGN KEY (vm_id) REFERENCES virtual_machine (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
