-- What a minute to numbers with a beginning costs, in millionths of the tenant's currency; the longest beginning counts.
CREATE TABLE callback_rate (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  beginning VARCHAR(15) CHARACTER SET ascii NOT NULL,
  minute    BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, beginning),
  CONSTRAINT callback_rate_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What a call cost, by the rates at its end, in millionths; and the same of a day.
ALTER TABLE call_attempt ADD COLUMN cost BIGINT NOT NULL DEFAULT 0;
ALTER TABLE callback_spend ADD COLUMN millionths BIGINT NOT NULL DEFAULT 0;
UPDATE callback_spend SET millionths = cents * 10000;
ALTER TABLE callback_spend DROP COLUMN cents;
