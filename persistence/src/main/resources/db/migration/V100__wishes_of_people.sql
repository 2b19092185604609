-- How a person wants to be reached, as one "name=value" per line, line breaks within a value as \n; a setting that is not
-- there has its default. The version differs whenever forwarding or do not disturb is saved.
ALTER TABLE extension
  ADD COLUMN settings         TEXT NOT NULL DEFAULT '',
  ADD COLUMN settings_version BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN pin_enc          VARBINARY(512) NULL;
