-- How often widgets are seen: counters without anything of a visitor. day counts days since 1970 (UTC); what is told apart
-- is an hour (H), a page (P) or a source (S), a bounded number of each for a widget and day.
CREATE TABLE widget_view (
  widget_id CHAR(36) CHARACTER SET ascii NOT NULL,
  day       INT NOT NULL,
  what      CHAR(1) CHARACTER SET ascii NOT NULL,
  value     VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  tenant_id CHAR(36) CHARACTER SET ascii NOT NULL,
  shown     INT NOT NULL,
  opened    INT NOT NULL,
  PRIMARY KEY (widget_id, day, what, value),
  KEY widget_view_of_tenant (tenant_id, day, what),
  CONSTRAINT view_of_widget FOREIGN KEY (widget_id) REFERENCES widget (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
