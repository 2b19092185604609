-- How often a request was tried and went back into the queue.
ALTER TABLE callback_request ADD COLUMN tries INT NOT NULL DEFAULT 0;

-- How often more, and after how many seconds, a callback is tried for each outcome; no row is never.
CREATE TABLE callback_retry (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  outcome   VARCHAR(16) CHARACTER SET ascii NOT NULL,
  times     INT NOT NULL,
  pause     INT NOT NULL,
  PRIMARY KEY (tenant_id, outcome),
  CONSTRAINT callback_retry_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The calls of one request.
CREATE INDEX attempt_callback ON call_attempt (callback_id, started_at);
