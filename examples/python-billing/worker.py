"""A worker of the billing system.

    python worker.py
    python worker.py --bug no-idempotency-key

It connects by Temporal's standard variables: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TEMPORAL_TLS_*.
"""

import argparse
import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.worker import Worker

from billing import activities
from billing.shared import TASK_QUEUE
from billing.workflows import BillingWorkflow, PingWorkflow

SLOTS = 100


async def main(bugs: list[str]) -> None:
    activities.BUGS.update(bugs)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    client = await Client.connect(**ClientConfig.load_client_connect_config())
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[BillingWorkflow, PingWorkflow],
        activities=[activities.charge_lines, activities.refund_lines, activities.settle, activities.ping],
        activity_executor=ThreadPoolExecutor(SLOTS),
        max_concurrent_activities=SLOTS,
        max_concurrent_workflow_tasks=SLOTS,
        max_concurrent_workflow_task_polls=20,
        max_concurrent_activity_task_polls=20,
        max_heartbeat_throttle_interval=timedelta(milliseconds=1),
        default_heartbeat_throttle_interval=timedelta(milliseconds=1),
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=1),
        graceful_shutdown_timeout=timedelta(seconds=5),
    )
    async with worker:
        await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bug", action="append", default=[])
    asyncio.run(main(parser.parse_args().bug))
