-- The ad that was chosen for an attempt, and when its visitor had heard it to its end.
ALTER TABLE call_attempt
  ADD COLUMN ad_id        CHAR(36) CHARACTER SET ascii NULL,
  ADD COLUMN ad_played_at BIGINT NULL;

-- Plays by quarters of an hour (since 1970, UTC): every time zone's days begin with one. An ad that was deleted keeps its plays.
CREATE TABLE callback_ad_play (
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  ad_id     CHAR(36) CHARACTER SET ascii NOT NULL,
  quarter   INT NOT NULL,
  plays     INT NOT NULL,
  PRIMARY KEY (tenant_id, ad_id, quarter),
  CONSTRAINT ad_play_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
