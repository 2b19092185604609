-- When the tenant's administrator is told of the alarm by e-mail; NULL once it is done. Alarms of before stay untold.
ALTER TABLE callback_alarm
  ADD COLUMN mail_due BIGINT NULL,
  ADD KEY callback_alarm_mail (mail_due);
