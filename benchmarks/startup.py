"""How long `mediakit --help` takes, against a bare click program, in paired runs.

    .venv/bin/python benchmarks/startup.py [--pairs 20] [--imports]

Each pair runs both programs one after the other, in an order that changes, so that a busy machine slows both alike.
Printed: the median of each, and the median of the pairs' ratios (wanted: 1.5 at most). --imports says what costs time.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

LIMIT = 1.5

# what any click program is: a group, one option, one command, and its help
BARE = """
import click

@click.group()
@click.option("-C", "folder", metavar="DIR", help="Work in DIR.")
def program(folder):
    "A bare program."

@program.command()
def one():
    "One command."

program()
"""
OURS = "from mediakit.cli.main import run; run()"


def seconds(code: str) -> float:
    """Wall-clock seconds of `python -c code --help`, from start to end of the process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure(pairs: int) -> tuple[list[float], list[float]]:
    """Seconds of mediakit and of the bare program, pair by pair; one pair beforehand warms the disk's cache."""
    seconds(OURS), seconds(BARE)
    ours, bare = [], []
    for number in range(pairs):
        if number % 2:
            ours.append(seconds(OURS))
            bare.append(seconds(BARE))
        else:
            bare.append(seconds(BARE))
            ours.append(seconds(OURS))
    return ours, bare


def slowest_imports(count: int = 12) -> list[str]:
    """The modules that take the most time of their own when mediakit --help starts."""
    argv = [sys.executable, "-X", "importtime", "-c", OURS, "--help"]
    done = subprocess.run(argv, check=True, capture_output=True, text=True)
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines() if "|" in line]
    timed = [(int(own), name.strip()) for own, _, name in rows if own.strip().isdigit()]
    return [f"{own / 1000:6.1f} ms  {name}" for own, name in sorted(timed, reverse=True)[:count]]


def main() -> int:
    """Measure and print; exit status 1 if the ratio is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--imports", action="store_true")
    options = parser.parse_args()
    ours, bare = measure(options.pairs)
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    print(f"mediakit --help      {statistics.median(ours):.3f} s (best {min(ours):.3f})")
    print(f"bare click --help    {statistics.median(bare):.3f} s (best {min(bare):.3f})")
    print(f"ratio of the pairs   {ratio:.2f} (wanted: at most {LIMIT})")
    if options.imports:
        print(*slowest_imports(), sep="\n")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
