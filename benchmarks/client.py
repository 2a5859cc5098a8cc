"""The load client: many people who each send one report after another, over kept connections, and note what was answered.

A process of its own, on plain asyncio streams, so that it takes little from the server it measures. Each report carries a
mark of its own in its words and in its `Idempotency-Key`; a mark is noted as accepted only after a whole answer 200 or 201.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ANSWER_SECONDS_MAX = 30.0


@dataclass
class Seen:
    """What the clients saw."""

    accepted: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)


def body(mark: str) -> bytes:
    """Return one report as a person would write it, some 600 bytes, with names and a number to be sealed."""
    return json.dumps(
        {
            "language": "en",
            "road": "by the road from the south, in the morning",
            "saw": f"Smoke over the market and people running towards the school. {mark}",
            "heard": "Two people were hurt, it is said, and the shops are shut.",
            "heard_from": "a driver at the bus stand",
            "knows": "saw",
            "place": "Khuzdar",
            "district": "Khuzdar",
            "figures": [{"counted": "injured", "low": 2, "high": 3, "scope": "civilians", "said_by": "a driver"}],
            "warn": True,
            "testify": "numbers-only",
            "name": f"Teller {mark}",
            "contact": "+92 300 0000000",
            "exact_place": "behind the second school",
        }
    ).encode()


async def one_person(number: int, *, args: argparse.Namespace, seen: Seen, until: float) -> None:
    """Send reports until the time is over."""
    reader = writer = None
    count = 0
    while time.monotonic() < until:
        mark = f"{args.prefix}-{number:03}-{count:06}"
        count += 1
        started = time.monotonic()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", args.port)
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                status, keep = await send(reader, writer, path=args.path, mark=mark)
        except (OSError, TimeoutError, EOFError) as error:
            seen.refused[type(error).__name__] += 1
            writer = None
            await asyncio.sleep(0.05)
            continue
        seen.latencies.append(time.monotonic() - started)
        if status in {200, 201}:
            seen.accepted.append(mark)
        else:
            seen.refused[str(status)] += 1
        if not keep:
            writer.close()
            writer = None
    if writer is not None:
        writer.close()


async def send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, path: str, mark: str) -> tuple[int, bool]:
    """Send one report; return the status and whether the connection may be used again."""
    content = body(mark)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nIdempotency-Key: bench-{mark}\r\n"
    writer.write(head.encode() + f"Content-Length: {len(content)}\r\n\r\n".encode() + content)
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(answer.split(" ", 2)[1])
    length = next((int(line.split(":")[1]) for line in answer.splitlines() if line.startswith("content-length:")), None)
    if length is not None:
        await reader.readexactly(length)
        return status, "connection: close" not in answer
    if "transfer-encoding: chunked" in answer:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
        return status, "connection: close" not in answer
    await reader.read()
    return status, False


async def run(args: argparse.Namespace) -> Seen:
    """Let all the people send at once."""
    seen = Seen()
    until = time.monotonic() + args.seconds
    await asyncio.gather(*(one_person(number, args=args, seen=seen, until=until) for number in range(args.clients)))
    return seen


def main() -> None:
    """Run and write what was seen."""
    parser = argparse.ArgumentParser()
    for name, kind in (
        ("port", int),
        ("clients", int),
        ("seconds", float),
        ("path", str),
        ("prefix", str),
        ("out", Path),
    ):
        parser.add_argument(f"--{name}", type=kind, required=True)
    args = parser.parse_args()
    started = time.monotonic()
    seen = asyncio.run(run(args))
    took = time.monotonic() - started
    result = {"accepted": seen.accepted, "refused": dict(seen.refused), "latencies": seen.latencies, "seconds": took}
    args.out.write_text(json.dumps(result))


if __name__ == "__main__":
    main()
