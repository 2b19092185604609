-- How many callbacks of a website are open is asked with every request of a visitor. The index of the queue answers that
-- alone when it holds the widget too; the id stands before it, because the queue is read in this order.
ALTER TABLE callback_request
  DROP KEY callback_due,
  ADD KEY callback_due (tenant_id, state, due_at, id, widget_id);
