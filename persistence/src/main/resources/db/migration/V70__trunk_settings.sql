-- What few trunks need, as one "name=value" per line, line breaks within a value as \n: these values are read and
-- written as a whole and never searched. A setting that is not there has its default.
ALTER TABLE trunk ADD COLUMN settings TEXT CHARACTER SET ascii NOT NULL DEFAULT '';
