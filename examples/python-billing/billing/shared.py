"""What workflows, activities and clients have in common."""

from dataclasses import dataclass

TASK_QUEUE = "billing"


@dataclass
class Statement:
    """What is billed: each line costs 1000 cents."""

    account: str
    lines: int
    # How long a person may take to approve, in seconds.
    approve_within: float = 3600
    # Short in a test, so that a dead worker is noticed soon.
    start_to_close: float = 60
    heartbeat: float = 10


@dataclass
class Bill:
    """The end of a billing."""

    account: str
    status: str
    cents: int
