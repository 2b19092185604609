-- Whether the dialer that holds a lane is connected to the tenant's PBX, since when, and how many calls it makes at once.
ALTER TABLE dialer_lane
  ADD COLUMN contact       BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN contact_since BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN calls_at_once INT NOT NULL DEFAULT 0;
