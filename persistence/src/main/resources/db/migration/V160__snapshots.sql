-- Snapshots of VMs' data disks, and what is to be done to a disk.

ALTER TABLE virtual_machine
  ADD COLUMN snapshots_due BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN roll_back_to CHAR(36) CHARACTER SET ascii NULL,
  ADD COLUMN disk_origin VARCHAR(16) CHARACTER SET ascii NOT NULL DEFAULT 'OWN';

CREATE TABLE vm_snapshot (
  id       CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  vm_id    CHAR(36) CHARACTER SET ascii NOT NULL,
  label    VARCHAR(80) NOT NULL,
  state    VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason   VARCHAR(1000) NOT NULL,
  taken_at BIGINT NOT NULL,
  KEY vm_snapshots (vm_id, taken_at),
  CONSTRAINT vm_snapshot_of_vm FOREIGN KEY (vm_id) REFERENCES virtual_machine (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
