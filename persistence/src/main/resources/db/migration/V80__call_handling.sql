-- Ring groups, queues, opening hours, conferences: one table, because they share numbers and lead to each other.
-- What differs between kinds stands in the fields, in the text form that pages and the API use too.

CREATE TABLE call_handling (
  id        CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  kind      VARCHAR(16) CHARACTER SET ascii NOT NULL,
  name      VARCHAR(80) NOT NULL,
  number    VARCHAR(6) CHARACTER SET ascii NULL,
  version   BIGINT NOT NULL,
  UNIQUE KEY call_handling_number (tenant_id, number),
  UNIQUE KEY call_handling_name (tenant_id, kind, name),
  CONSTRAINT call_handling_of_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE call_handling_field (
  handling_id CHAR(36) CHARACTER SET ascii NOT NULL,
  field       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY (handling_id, field),
  CONSTRAINT field_of_call_handling FOREIGN KEY (handling_id) REFERENCES call_handling (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
