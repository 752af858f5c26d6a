"""The workflows; they are replayed, so they do nothing but decide."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from billing.activities import charge_lines, ping, refund_lines, settle
    from billing.shared import Bill, Statement


@workflow.defn
class BillingWorkflow:
    """Charges the lines, waits for the approval, and then pays out; refunds if it does not come in time."""

    def __init__(self) -> None:
        self._approved = False
        self._memo = ""

    @workflow.run
    async def run(self, statement: Statement) -> Bill:
        options = {
            "start_to_close_timeout": timedelta(seconds=statement.start_to_close),
            "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=100), backoff_coefficient=1.0),
        }
        heartbeat = timedelta(seconds=statement.heartbeat)
        cents = await workflow.execute_activity(charge_lines, statement, heartbeat_timeout=heartbeat, **options)
        try:
            await workflow.wait_condition(lambda: self._approved, timeout=statement.approve_within)
        except asyncio.TimeoutError:
            await workflow.execute_activity(refund_lines, statement, **options)
            return Bill(statement.account, "refunded", 0)
        await workflow.execute_activity(settle, args=[statement.account, cents], **options)
        return Bill(statement.account, "settled", cents)

    @workflow.signal
    def approve(self) -> None:
        self._approved = True

    @workflow.update
    def set_memo(self, memo: str) -> str:
        before, self._memo = self._memo, memo
        return before

    @set_memo.validator
    def refuse_long_memo(self, memo: str) -> None:
        if len(memo) > 80:
            raise ValueError("A memo has at most 80 characters")

    @workflow.query
    def memo(self) -> str:
        return self._memo


@workflow.defn
class PingWorkflow:
    """A workflow without side effects, by which a run sees that the workers work."""

    @workflow.run
    async def run(self) -> str:
        return await workflow.execute_activity(ping, start_to_close_timeout=timedelta(seconds=10))
