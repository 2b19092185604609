-- VMs that wait for tenants are rows of virtual_machine without a tenant, so that names and addresses are unique across
-- both and one becomes a tenant's by a change of its row. Their desired is POOL and their stage REQUESTED, WAITING, FAILED
-- or LEAVING.
ALTER TABLE virtual_machine
  MODIFY COLUMN tenant_id CHAR(36) CHARACTER SET ascii NULL,
  ADD COLUMN pool_host VARCHAR(64) NULL,
  ADD COLUMN made_as VARCHAR(500) NOT NULL DEFAULT '';

-- What is to wait on each host. The one row is also what those lock who bring a pool to it.
CREATE TABLE machine_pool (
  id         TINYINT NOT NULL PRIMARY KEY,
  machines   INT NOT NULL,
  plan_id    CHAR(36) CHARACTER SET ascii NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT machine_pool_of_plan FOREIGN KEY (plan_id) REFERENCES plan (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO machine_pool (id, machines, plan_id, changed_at) VALUES (1, 0, NULL, 0);
