-- When and by which trunks a tenant's callbacks are made; no row is the usual. The expiry is in seconds, 0 is never.
CREATE TABLE callback_dialing (
  tenant_id  CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  trunk_order VARCHAR(16) CHARACTER SET ascii NOT NULL,
  from_hour  INT NOT NULL,
  to_hour    INT NOT NULL,
  expiry     INT NOT NULL,
  CONSTRAINT callback_dialing_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Until when a visitor may be called at any hour, and when a request is over that could not be made. A request has an entry
-- in the index of deadlines while it waits, so that calls that go on change nothing there.
ALTER TABLE callback_request
  ADD COLUMN awake_until BIGINT NULL,
  ADD COLUMN expires_at  BIGINT NULL,
  ADD COLUMN waits_until BIGINT AS (IF(state = 'QUEUED', expires_at, NULL)) VIRTUAL;
CREATE INDEX callback_deadline ON callback_request (waits_until);
