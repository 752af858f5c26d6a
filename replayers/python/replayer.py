"""Replays event histories with the workflows of a Python program, by the protocol of Durable Chaos.

    python replayer.py billing.workflows:BillingWorkflow billing.workflows:RefundWorkflow
    python replayer.py billing.workflows --data-converter billing.codec:data_converter

An argument names a workflow class, or a module: then all workflows that the module defines or imports. The protocol is
described in docs/reference/replayer-protocol.md.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import importlib.metadata
import inspect
import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator
from typing import Any, TextIO

from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

PROTOCOL = "durable-chaos/replayer@1"
# How long it goes on after the end of its input, in seconds: for requests that were read before.
END_LIMIT = 10.0
# The SDK's words for a workflow that the replayer was not given.
NOT_REGISTERED = "is not registered on this worker"


def claim_stdout() -> TextIO:
    """Keeps standard output for answers alone: what workflows print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return answers


def named(spec: str) -> Any:
    """What `module:name` names."""
    module, _, name = spec.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split(".") if name else []:
        found = getattr(found, part)
    return found


def is_workflow(value: Any) -> bool:
    return inspect.isclass(value) and hasattr(value, "__temporal_workflow_definition")


def workflows_of(spec: str) -> list[type]:
    """The workflow that an argument names, or all workflows of the module that it names."""
    found = named(spec)
    classes = [found] if ":" in spec else [value for _, value in inspect.getmembers(found, is_workflow)]
    if not classes or not all(is_workflow(one) for one in classes):
        raise LookupError(f"{spec} names no workflow: write module:Class, or a module with classes of @workflow.defn")
    return classes


class Requests:
    """The requests on standard input, read by a thread, since a workflow may block the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        while (line := await self._queue.get()) is not None:
            yield json.loads(line)

    def _read(self) -> None:
        for line in sys.stdin:
            if line.strip():
                self._loop.call_soon_threadsafe(self._queue.put_nowait, line)
        self._loop.call_soon_threadsafe(self._queue.put_nowait, None)
        time.sleep(END_LIMIT)
        # A workflow that loops without end would keep the process for ever.
        os._exit(0)


class Replays:
    """Replays each request as often as it asks, in the order of the requests."""

    def __init__(self, replayer: Replayer, answers: TextIO) -> None:
        self._replayer = replayer
        self._answers = answers
        self._current = (0, 0)

    def say(self, **message: Any) -> None:
        print(json.dumps(message), file=self._answers, flush=True)

    async def run(self, requests: Requests) -> None:
        async with self._replayer.workflow_replay_iterator(self._histories(requests)) as results:
            async for result in results:
                self._answer(result.replay_failure)

    async def _histories(self, requests: Requests) -> AsyncIterator[WorkflowHistory]:
        async for request in requests:
            try:
                # Read once: most of its replays are of its beginnings.
                whole = WorkflowHistory.from_json(request["workflowId"], request["history"])
            except Exception as error:
                for count in request["events"]:
                    self.say(id=request["id"], events=count, ok=None, error=f"The event history can't be read: {error}")
                continue
            for count in request["events"]:
                self._current = (request["id"], count)
                yield WorkflowHistory(whole.workflow_id, whole.events[:count])

    def _answer(self, failure: Exception | None) -> None:
        request, count = self._current
        ok = failure is None or (None if NOT_REGISTERED in str(failure) else False)
        self.say(id=request, events=count, ok=ok, error=None if failure is None else str(failure))


async def main(arguments: argparse.Namespace, answers: TextIO) -> None:
    classes = [one for spec in arguments.workflows for one in workflows_of(spec)]
    own = None if arguments.data_converter is None else named(arguments.data_converter)
    # Debug mode keeps the sandbox and has no deadlock detector: on a busy machine that would accuse a correct workflow.
    replayer = Replayer(
        workflows=list(dict.fromkeys(classes)),
        data_converter=DataConverter.default if own is None else own,
        debug_mode=True,
    )
    replays = Replays(replayer, answers)
    sdk = f"temporalio {importlib.metadata.version('temporalio')}"
    replays.say(protocol=PROTOCOL, sdk=sdk, dataConverter=own is not None)
    await replays.run(Requests())


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Replays event histories by the protocol of Durable Chaos.")
    parser.add_argument("workflows", nargs="+", help="module:Class of a workflow, or a module with workflows")
    parser.add_argument("--data-converter", help="module:name of the data converter, if it is not Temporal's default")
    return parser.parse_args()


if __name__ == "__main__":
    # The folder that it is started in, as with `python -m`.
    sys.path.insert(0, os.getcwd())
    answers = claim_stdout()
    try:
        asyncio.run(main(parse(), answers))
    except Exception as error:
        print(json.dumps({"fatal": f"{type(error).__name__}: {error}"}), file=answers, flush=True)
        raise
