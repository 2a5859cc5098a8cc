"""How fast a warning is queued and handed over, and whether the site still answers while a million messages are queued.

100,000 people who do not exist are queued and drained to a null gateway: SQLite FULL, addresses decrypted, expiry, ending
and opt-out asked for each row. Beside it in the same run: a task for each message (django-tasks-db) and batches of 500
under Huey with fsync; each side's messages are counted afterwards. Then a real `haal up` answers pages and takes reports
while a million rows are queued in it, and thirty releases are timed from the second yes to the first message handed over.
Run: `.venv/bin/python benchmarks/delivery.py [--people N --site-people N --task-messages N]`
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import box as boxes
from benchmarks import harness

QUEUE_SECONDS_MAX = 1.0  # for 100,000
DRAINED_PER_SECOND_MIN = 20_000
P99_SECONDS_MAX = 1.0
PAGES = ("/", "/warnings/", "/report/")
CLIENTS = 8
READERS = 4
SECONDS_MAX = 180.0


def step(home: Path, *words: str) -> dict[str, Any]:
    """Run one step of benchmarks/delivery_box.py in a process of its own."""
    env = {"HAAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haal.config", "DATABASE_URL": ""}
    return boxes.run(env, [str(harness.PYTHON), "-m", "benchmarks.delivery_box", *words])


def ours(folder: Path, people: int) -> dict[str, Any]:
    """Queue and drain."""
    home = folder / "own"
    home.mkdir()
    harness.say(f"delivery: making {people} people")
    step(home, "prepare", str(people))
    harness.say("delivery: queueing and draining them")
    return {"queue": step(home, "queue"), "drain": step(home, "drain")}


def peer(folder: Path, script: str, count: int) -> dict[str, Any]:
    """Run one peer in .venv-bench."""
    harness.say(f"delivery: {script}, {count} messages")
    home = folder / script
    home.mkdir()
    command = [str(harness.bench_python()), str(harness.ROOT / "benchmarks" / "peers" / f"{script}.py")]
    done = subprocess.run(
        [*command, str(home), str(count)],
        capture_output=True,
        text=True,
        check=False,
        cwd=harness.ROOT / "benchmarks" / "peers",
    )
    if done.returncode:
        raise harness.PeerMissing(f"{script}: {(done.stderr or done.stdout)[-300:]}")
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {
        "messages": count,
        "queued_per_second": round(count / said["queue_seconds"], 1),
        "drained_per_second": round(count / said["drain_seconds"], 1),
        "came": said["came"],
        "different": said["different"],
    }


def site(folder: Path, *, people: int, releases: int) -> dict[str, Any]:
    """Queue everybody inside a running site under load, and time releases."""
    with boxes.opened(folder / "site") as box:
        harness.say(f"delivery: making {people} people for the site")
        made = boxes.run(box.env, [str(harness.PYTHON), "-m", "benchmarks.delivery_box", "subscribe_here", str(people)])
        order = folder / "inside.json"
        port = harness.free_port()
        env = {"BENCH_INSIDE": str(order), "PYTHONPATH": f"{harness.ROOT / 'benchmarks' / 'inside'}:{harness.ROOT}"}
        url = f"http://127.0.0.1:{port}/healthz"
        with harness.server(box.up(port), url=url, env={**box.env, **env}, log=box.log):
            harness.say("delivery: releasing, then queueing everybody while the site answers")
            (folder / "inside.json.new").write_text(json.dumps({"releases": releases}))
            (folder / "inside.json.new").rename(order)
            latencies = under_load(folder, order, port=port)
            answer = json.loads(_when_there(order.with_suffix(".answer")))
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return {**answer, **latencies, "people": made["people"]}


def under_load(folder: Path, order: Path, *, port: int) -> dict[str, Any]:
    """Load the site while the queueing lasts; return what readers and tellers waited."""
    mark = order.with_suffix(".queueing")
    until = time.monotonic() + SECONDS_MAX
    while not mark.is_file() and not order.with_suffix(".answer").is_file() and time.monotonic() < until:
        time.sleep(0.02)
    pages: list[float] = []
    refused: list[int] = []
    with _readers(mark, port, pages, refused):
        reports: list[float] = []
        taken = turned_away = rounds = 0
        while mark.is_file() and time.monotonic() < until:
            out = folder / f"load-{rounds}.json"
            seen = harness.load(
                port=port, path="/api/v1/reports", clients=CLIENTS, seconds=3.0, prefix=f"d{rounds}", out=out
            )
            reports += seen["latencies"]  # type: ignore[operator]
            taken += len(seen["accepted"])  # type: ignore[arg-type]
            turned_away += sum(seen["refused"].values())  # type: ignore[attr-defined]
            rounds += 1
    return {
        "pages": len(pages),
        "pages_refused": len(refused),
        "pages_p99_seconds": round(harness.percentile(pages, 0.99), 3),
        "reports": taken,
        "reports_refused": turned_away,
        "reports_p99_seconds": round(harness.percentile(reports, 0.99), 3),
    }


@contextlib.contextmanager
def _readers(mark: Path, port: int, pages: list[float], refused: list[int]) -> Iterator[None]:
    def read(number: int) -> None:
        count = number
        while mark.is_file():
            began = time.monotonic()
            line = http.client.HTTPConnection(harness.LOOPBACK, port, timeout=30)
            try:
                line.request("GET", PAGES[count % len(PAGES)])
                answer = line.getresponse()
                answer.read()
                (pages.append(time.monotonic() - began) if answer.status == 200 else refused.append(answer.status))
            except OSError:
                refused.append(0)
            finally:
                line.close()
            count += 1
            time.sleep(0.05)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()


def _when_there(path: Path) -> str:
    until = time.monotonic() + SECONDS_MAX
    while not path.is_file():
        if time.monotonic() > until:
            raise RuntimeError("the process that serves gave no answer")
        time.sleep(0.1)
    time.sleep(0.1)
    return path.read_text()


def main() -> None:
    """Run all parts and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--site-people", type=int, default=1_000_000)
    parser.add_argument("--task-messages", type=int, default=600)
    parser.add_argument("--huey-messages", type=int, default=100_000)
    parser.add_argument("--releases", type=int, default=30)
    args = parser.parse_args()
    result = harness.Result(name="delivery")
    with harness.folder("delivery") as folder:
        own = ours(folder, args.people)
        try:
            tasks = peer(folder, "delivery_tasks", args.task_messages)
            huey = peer(folder, "delivery_huey", args.huey_messages)
        except harness.PeerMissing as error:
            result.peers_missing, tasks, huey = str(error), {}, {}
        seen = site(folder, people=args.site_people, releases=args.releases)
    _tell(result, args, own=own, tasks=tasks, huey=huey, seen=seen)
    harness.finish(result)


def _tell(
    result: harness.Result, args: argparse.Namespace, *, own: dict[str, Any], tasks: dict[str, Any], huey: dict[str, Any],
    seen: dict[str, Any],
) -> None:  # fmt: skip
    queued = own["queue"]["agree_seconds"] + own["queue"]["fill_seconds"]
    rate = own["drain"]["handed_over"] / own["drain"]["seconds"]
    waits = seen.pop("releases")
    result.figures = {
        "people": args.people,
        "queue_seconds": round(queued, 3),
        "queued_per_second": round(args.people / queued),
        "chunk_seconds_max": round(own["queue"]["chunk_seconds_max"], 3),
        "drained_per_second": round(rate),
        "drain": own["drain"],
        "approval_to_first_p50_seconds": round(harness.percentile(waits, 0.5), 3),
        "approval_to_first_p99_seconds": round(harness.percentile(waits, 0.99), 3),
        "releases": len(waits),
        "site": seen,
    }
    result.peers = {"a task for each message (django-tasks-db)": tasks, "batches of 500 (Huey, fsync)": huey}
    if tasks and huey:
        result.ratios = {
            "drained beside a task for each": round(rate / tasks["drained_per_second"], 1),
            "drained beside batches under Huey": round(rate / huey["drained_per_second"], 2),
        }
    once = own["drain"]["handed_over"] == own["drain"]["different"] == args.people
    result.same_work = once and all(
        one.get("came") == one.get("different") == one.get("messages") for one in (tasks, huey)
    )
    result.bars = {
        "queue_seconds": harness.Bar(figure=queued, most=QUEUE_SECONDS_MAX),
        "drained_per_second": harness.Bar(figure=rate, least=DRAINED_PER_SECOND_MIN),
        "pages_p99_seconds": harness.Bar(figure=seen["pages_p99_seconds"], most=P99_SECONDS_MAX),
        "reports_p99_seconds": harness.Bar(figure=seen["reports_p99_seconds"], most=P99_SECONDS_MAX),
        "site_refused": harness.Bar(figure=seen["pages_refused"] + seen["reports_refused"], most=0),
        "pages_read": harness.Bar(figure=seen["pages"], least=10),
        "reports_taken": harness.Bar(figure=seen["reports"], least=10),
        "approval_to_first_p99_seconds": harness.Bar(figure=harness.percentile(waits, 0.99), most=P99_SECONDS_MAX),
        "releases": harness.Bar(figure=len(waits), least=args.releases),
    }


if __name__ == "__main__":
    main()
