-- What a key may do, everywhere (WRITE) or by area (calls=READ trunks=WRITE).
ALTER TABLE api_key MODIFY scope VARCHAR(200) CHARACTER SET ascii NOT NULL;
