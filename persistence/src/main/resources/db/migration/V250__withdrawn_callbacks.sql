-- When a visitor took a request back that was under way; the dialer ends it before the visitor's phone rings.
ALTER TABLE callback_request
  ADD COLUMN withdrawn_at BIGINT NULL;
