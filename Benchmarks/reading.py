"""Measures reading as whole processes, Topline and its peers in turn on the same file; prints a table in Markdown.

    reading.py TOPLINE FOLDER [ROUNDS]

FOLDER holds what generate.py wrote. Every round runs each command once, so that what else the machine does falls on all
of them alike; the least and the median time over the rounds are printed, with the most memory.
"""
import os
import pathlib
import resource
import statistics
import sys
import time


def run(command, allowed=(0,)):
    """Seconds, the most memory in MB and the processors' seconds of one process with its output thrown away.

    It must end with an allowed status.
    """
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) in allowed, command
    return time.perf_counter() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def measure(commands, rounds):
    seconds = {name: [] for name in commands}
    memory = {name: 0 for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken, peak, _ = run(command)
            seconds[name].append(taken)
            memory[name] = max(memory[name], peak)
    return seconds, memory


def table(title, commands, rounds, ours):
    seconds, memory = measure(commands, rounds)
    least = min(seconds[ours])
    print(f"\n{title}\n\n| | least, s | median, s | times Topline's least | most memory, MB |\n| --- | --- | --- | --- | --- |")
    for name in commands:
        print(f"| {name} | {min(seconds[name]):.2f} | {statistics.median(seconds[name]):.2f} "
              f"| {min(seconds[name]) / least:.2f} | {memory[name]:.0f} |")


if __name__ == "__main__":
    topline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    peers = pathlib.Path(__file__).with_name("peers.py")
    csv, xml = folder / "survey.csv", folder / "survey.lsr"
    summary = [topline, "summary", str(csv), "--output-format", "json", "--quiet"]
    commands = {"topline": summary, "topline, one thread": ["taskset", "-c", "0"] + summary}
    for peer in ["polars", "duckdb", "pandas", "pyarrow"]:
        commands[peer] = [sys.executable, str(peers), peer, str(csv)]
    commands["R data.table"] = ["Rscript", str(peers.with_suffix(".R")), str(csv)]
    table(f"{csv.name}, {csv.stat().st_size / 1e6:.0f} MB", commands, rounds, "topline")
    table(f"{xml.name}, {xml.stat().st_size / 1e6:.0f} MB", {
        "topline": [topline, "summary", str(xml), "--output-format", "json", "--quiet"],
        "xmllint --sax": ["xmllint", "--sax", "--noout", "--huge", str(xml)],
    }, rounds, "topline")
    print("\nmost memory of any process:", f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
