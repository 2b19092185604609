-- Sizes that a hoster sells; a VM without one has what the installation gives to all.

CREATE TABLE plan (
  id         CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  name       VARCHAR(80) NOT NULL,
  vcpus      INT NOT NULL,
  memory_mib INT NOT NULL,
  data_mib   INT NOT NULL,
  calls      INT NOT NULL,
  extensions INT NOT NULL,
  UNIQUE KEY plan_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE virtual_machine
  ADD COLUMN plan_id CHAR(36) CHARACTER SET ascii NULL,
  ADD CONSTRAINT vm_of_plan FOREIGN KEY (plan_id) REFERENCES plan (id);
