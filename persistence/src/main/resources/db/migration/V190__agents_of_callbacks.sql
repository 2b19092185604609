-- Whom callbacks were ever for: the next callback of each is found by equal values, however long the queue is.
CREATE TABLE callback_agent (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  agent     VARCHAR(6) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (tenant_id, agent),
  CONSTRAINT callback_agent_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO callback_agent (tenant_id, agent) SELECT DISTINCT tenant_id, agent FROM callback_request;
