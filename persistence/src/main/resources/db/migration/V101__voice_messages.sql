-- Copies of the messages in the mailboxes of the VMs; id is the one that Asterisk gave the message. A row stays after its
-- message was removed: the VM may send the message again, and must then hear that it is to go.
CREATE TABLE voice_message (
  tenant_id     CHAR(36) CHARACTER SET ascii NOT NULL,
  id            VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mailbox       VARCHAR(6) CHARACTER SET ascii NOT NULL,
  folder        VARCHAR(16) CHARACTER SET ascii NOT NULL,
  caller_number VARCHAR(32) NOT NULL,
  caller_name   VARCHAR(80) NOT NULL,
  seconds       INT NOT NULL,
  received_at   BIGINT NOT NULL,
  sound_enc     MEDIUMBLOB NULL,
  removed_at    BIGINT NULL,
  mail_state    VARCHAR(8) CHARACTER SET ascii NOT NULL,
  mail_to       VARCHAR(254) NOT NULL,
  mail_reason   VARCHAR(500) NOT NULL DEFAULT '',
  mail_attempts INT NOT NULL DEFAULT 0,
  mail_due      BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  KEY voice_message_newest (tenant_id, received_at),
  KEY voice_message_mail (mail_state, mail_due),
  CONSTRAINT voice_message_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
