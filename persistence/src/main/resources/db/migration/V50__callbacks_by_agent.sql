-- The next callback of every agent, found by jumping from agent to agent however long the queue is.
CREATE INDEX callback_next ON callback_request (tenant_id, state, agent, due_at);
