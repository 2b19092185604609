-- Leads of which the recipient that the widget's owner named is still to be told by e-mail.
CREATE TABLE callback_lead_letter (
  callback_id CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id   CHAR(36) CHARACTER SET ascii NOT NULL,
  asked_at    BIGINT NOT NULL,
  due_at      BIGINT NOT NULL,
  KEY callback_lead_letter_due (due_at),
  CONSTRAINT lead_letter_of_callback FOREIGN KEY (callback_id) REFERENCES callback_request (id) ON DELETE CASCADE
);
