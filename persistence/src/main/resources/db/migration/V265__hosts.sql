-- The hosts that VMs run on, as the provisioner saw them last, and which VM is on which.

CREATE TABLE hypervisor_host (
  name            VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  state           VARCHAR(16) CHARACTER SET ascii NOT NULL,
  reason          VARCHAR(1000) NOT NULL,
  vcpus           INT NOT NULL,
  memory_mib      BIGINT NOT NULL,
  disk_mib        BIGINT NOT NULL,
  used_memory_mib BIGINT NOT NULL,
  used_disk_mib   BIGINT NOT NULL,
  wish            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  note            VARCHAR(1000) NOT NULL,
  seen_at         BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Does not refer to its table: a VM may be where nobody has looked yet.
ALTER TABLE virtual_machine
  ADD COLUMN host_name VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD KEY vm_of_host (host_name);
