"""Workflows for the test of the Python replayer: each says by its name what it does."""

from datetime import timedelta

from temporalio import workflow


@workflow.defn(name="sleeps")
class Sleeps:
    @workflow.run
    async def run(self) -> None:
        await workflow.sleep(60)


@workflow.defn(name="ends")
class Ends:
    @workflow.run
    async def run(self) -> None:
        print("This is no answer.")


@workflow.defn(name="acts")
class Acts:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity("charge", start_to_close_timeout=timedelta(minutes=1))


@workflow.defn(name="throws")
class Throws:
    @workflow.run
    async def run(self) -> None:
        raise TypeError("The code is broken.")


@workflow.defn(name="loops")
class Loops:
    @workflow.run
    async def run(self) -> None:
        while True:
            pass
