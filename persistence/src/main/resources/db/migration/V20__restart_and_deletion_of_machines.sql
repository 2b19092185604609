-- A restart that was asked for and has not happened yet, and until when a deletion can be taken back.
ALTER TABLE virtual_machine
  ADD COLUMN restart_asked BIGINT NULL,
  ADD COLUMN delete_after BIGINT NULL;
