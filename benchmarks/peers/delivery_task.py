"""The task of benchmarks/peers/delivery_tasks.py: one message, handed over by a line in a file."""

import os
from pathlib import Path

from django.tasks import task


@task()
def hand_over(person: str, address: str) -> None:
    """Note who was told."""
    with Path(os.environ["PEER_DELIVERED"]).open("a") as file:
        file.write(f"{person}\n" if address else "")
