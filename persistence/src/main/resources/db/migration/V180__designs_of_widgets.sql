-- How widgets look; what differs from the default, in the text form that pages and the API use too.
CREATE TABLE widget_design (
  widget_id CHAR(36) CHARACTER SET ascii NOT NULL,
  field     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (widget_id, field),
  CONSTRAINT design_of_widget FOREIGN KEY (widget_id) REFERENCES widget (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Which websites asked for a widget; a few for each.
CREATE TABLE widget_sighting (
  widget_id CHAR(36) CHARACTER SET ascii NOT NULL,
  origin    VARCHAR(255) CHARACTER SET ascii NOT NULL,
  allowed   BOOLEAN NOT NULL,
  first_at  BIGINT NOT NULL,
  last_at   BIGINT NOT NULL,
  PRIMARY KEY (widget_id, origin),
  CONSTRAINT sighting_of_widget FOREIGN KEY (widget_id) REFERENCES widget (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
