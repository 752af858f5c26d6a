"""The activities: they ask the payment provider, and keep rows through PostgREST."""

import json
import os
import time
import urllib.request
import uuid
from typing import Any
from urllib.parse import urlencode

from temporalio import activity

from billing.shared import Statement

LINE_CENTS = 1000
# Between two lines. The SDK sends a heartbeat beside the activity, so that without a pause some are overtaken.
PACE_SECONDS = 0.1
# Planted defects, named on the worker's command line.
BUGS: set[str] = set()


@activity.defn
def charge_lines(statement: Statement) -> int:
    """Charges one line after the other, and goes on after the last one that it has heartbeated."""
    details = activity.info().heartbeat_details
    done = 0 if not details or "ignores-progress" in BUGS else int(details[0])
    for line in range(done + 1, statement.lines + 1):
        charge = ask_provider("charges", statement.account, {"amount": LINE_CENTS, "description": f"line {line}"}, line)
        keep_row("charges", {"id": charge["id"], "account": statement.account, "line": line, "cents": LINE_CENTS})
        # None after the last line: the SDK drops a heartbeat that still waits when the activity completes.
        if line < statement.lines:
            activity.heartbeat(line)
            time.sleep(PACE_SECONDS)
    return LINE_CENTS * statement.lines


@activity.defn
def refund_lines(statement: Statement) -> None:
    """Refunds what was charged, the last line first."""
    for line in range(statement.lines, 0, -1):
        refund = ask_provider("refunds", statement.account, {"amount": LINE_CENTS, "description": f"line {line}"}, line)
        keep_row("refunds", {"id": refund["id"], "account": statement.account, "line": line, "cents": LINE_CENTS})


@activity.defn
def settle(account: str, cents: int) -> None:
    """Pays out what was charged."""
    payout = ask_provider("payouts", account, {"amount": cents}, 0)
    keep_row("payouts", {"id": payout["id"], "account": account, "cents": cents})


@activity.defn
def ping() -> str:
    return "pong"


def ask_provider(kind: str, account: str, fields: dict[str, Any], line: int) -> dict[str, Any]:
    """Asks the payment provider once; its key makes a repeated request harmless."""
    key = f"{activity.info().workflow_id}/{kind}/{line}"
    request = urllib.request.Request(
        f"{os.environ['PAYMENTS_URL']}/v1/{kind}",
        data=urlencode({**fields, "currency": "eur", "metadata[account]": account}).encode(),
        headers={"Idempotency-Key": str(uuid.uuid4()) if "no-idempotency-key" in BUGS else key},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def keep_row(table: str, row: dict[str, Any]) -> None:
    """Inserts a row; one that is there already stays."""
    conflict = "" if "plain-insert" in BUGS else "?on_conflict=id"
    key = os.environ["SUPABASE_KEY"]
    request = urllib.request.Request(
        f"{os.environ['SUPABASE_URL']}/rest/v1/{table}{conflict}",
        data=json.dumps(row).encode(),
        headers={
            "Content-Type": "application/json",
            "Prefer": "resolution=ignore-duplicates",
            "apikey": key,
            "Authorization": f"Bearer {key}",
        },
    )
    if "plain-insert" in BUGS:
        request.remove_header("Prefer")
    with urllib.request.urlopen(request, timeout=5):
        pass
