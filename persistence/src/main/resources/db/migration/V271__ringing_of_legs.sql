-- When a far end first said that a phone rings, and what a leg's end says about its trunk.
ALTER TABLE call_leg
  ADD COLUMN rang_at BIGINT NULL,
  ADD COLUMN ending  VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'NOTHING';
