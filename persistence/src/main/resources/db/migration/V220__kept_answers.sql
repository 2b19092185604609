-- Answers of the API to requests that created something, for a day: whoever sends the same request again gets the same
-- answer. A row without an answer exists only inside the transaction that makes it.
CREATE TABLE kept_answer (
  request    BINARY(32) NOT NULL PRIMARY KEY,
  content    BINARY(32) NOT NULL,
  answer_enc MEDIUMBLOB NULL,
  kept_at    BIGINT NOT NULL,
  KEY kept_answer_kept (kept_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
