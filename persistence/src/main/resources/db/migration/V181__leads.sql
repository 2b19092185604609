-- What is known of a request for a call besides its number. All of it came from a visitor's browser.
CREATE TABLE callback_lead (
  callback_id     CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id       CHAR(36) CHARACTER SET ascii NOT NULL,
  name            VARCHAR(80) NOT NULL,
  department      VARCHAR(60) NOT NULL,
  referrer        VARCHAR(500) NOT NULL,
  utm_source      VARCHAR(120) NOT NULL,
  utm_medium      VARCHAR(120) NOT NULL,
  utm_campaign    VARCHAR(120) NOT NULL,
  utm_term        VARCHAR(120) NOT NULL,
  utm_content     VARCHAR(120) NOT NULL,
  consent_text    VARCHAR(500) NOT NULL,
  consent_link    VARCHAR(300) NOT NULL,
  consent_version VARCHAR(12) CHARACTER SET ascii NOT NULL,
  consent_at      BIGINT NULL,
  notes           TEXT NOT NULL,
  KEY callback_lead_of_tenant (tenant_id),
  CONSTRAINT lead_of_callback FOREIGN KEY (callback_id) REFERENCES callback_request (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE INDEX callback_of_widget ON callback_request (tenant_id, widget_id, requested_at, id);
CREATE INDEX callback_of_visitor ON callback_request (tenant_id, visitor);
CREATE INDEX call_record_attempt ON call_record (attempt_id);
