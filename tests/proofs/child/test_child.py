"""A child process: one reply for one question, and nothing left behind however a call or the parent ends."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategyproof.proofs.child.cause import NoAnswer
from strategyproof.proofs.child.process import Child, worker_environment

WORKER = Path(__file__).with_name("child_worker.py")
COMMAND = [sys.executable, "-P", str(WORKER), str(1 << 30)]
PATIENT = 120.0
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="uses signals")

PARENT = f"""
import sys, threading
from strategyproof.proofs.child.process import Child
child = Child({COMMAND!r})
child.ask({{"do": "nothing"}}, 60)
print(child.pid, flush=True)
child.ask({{"do": sys.argv[1]}}, 600)
sys.stdin.read()
"""


@pytest.fixture
def child() -> Iterator[Child]:
    running = Child(COMMAND)
    yield running
    running.close()


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def seconds_until_it_ends(pid: int, most: float = 30) -> float:
    started = time.monotonic()
    while lives(pid) and time.monotonic() - started < most:
        time.sleep(0.02)
    return time.monotonic() - started


def test_questions_are_answered_in_turn(child: Child) -> None:
    assert [child.ask({"do": "echo", "n": n}, PATIENT)["n"] for n in range(20)] == list(range(20))


def test_threads_get_their_own_replies(child: Child) -> None:
    got: dict[int, int] = {}
    threads = [
        threading.Thread(target=lambda n=n: got.update({n: child.ask({"do": "echo", "n": n}, PATIENT)["n"]}))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {n: n for n in range(8)}


def test_what_the_work_prints_is_no_reply_and_it_reads_nothing(child: Child) -> None:
    assert child.ask({"do": "print"}, PATIENT) == {"read": ""}
    assert child.ask({"do": "echo"}, PATIENT) == {"do": "echo"}


def test_an_exception_is_a_crash_and_the_next_question_is_answered(child: Child) -> None:
    with pytest.raises(NoAnswer, match=r"^the process ended before it answered \(exit code 1\)$") as caught:
        child.ask({"do": "raise"}, PATIENT)
    assert caught.value.cause == "crash"
    assert not child.is_running
    assert child.ask({"do": "echo"}, PATIENT) == {"do": "echo"}


def test_a_long_reply_comes_whole(child: Child) -> None:
    assert len(child.ask({"do": "flood", "length": 5_000_000}, PATIENT)["flood"]) == 5_000_000


def test_a_request_that_is_no_json_is_the_callers_mistake(child: Child) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        child.ask({"do": object()}, PATIENT)


@on_linux
@pytest.mark.parametrize("work", ["sleep", "spin", "lock"])
def test_a_deadline_ends_the_process(child: Child, work: str) -> None:
    child.ask({"do": "echo"}, PATIENT)
    pid = child.pid
    assert pid is not None
    with pytest.raises(NoAnswer, match=r"^the process did not answer within 0\.2 s and was ended$"):
        child.ask({"do": work}, 0.2)
    assert not lives(pid)
    assert child.pid is None


@on_linux
def test_an_interrupt_ends_the_process(child: Child) -> None:
    child.ask({"do": "echo"}, PATIENT)
    pid = child.pid
    assert pid is not None
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        child.ask({"do": "sleep"}, PATIENT)
    timer.join()
    assert not lives(pid)


@on_posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_a_parent_without_standard_streams_is_answered_too(closed: str) -> None:
    source = f"""
from strategyproof.proofs.child.process import Child
child = Child({COMMAND!r})
assert [child.ask({{"do": "echo", "n": n}}, 60)["n"] for n in range(3)] == [0, 1, 2]
"""
    command = ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, source]
    assert subprocess.run(command, env=worker_environment(), check=False).returncode == 0


@on_linux
def test_a_call_leaves_no_descriptor_open() -> None:
    child = Child(COMMAND)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        child.ask({"do": "echo"}, PATIENT)
        child.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@on_linux
def test_a_child_that_is_forgotten_ends() -> None:
    child = Child(COMMAND)
    child.ask({"do": "echo"}, PATIENT)
    pid = child.pid
    assert pid is not None
    del child
    gc.collect()
    assert not lives(pid)


@on_linux
def test_a_forked_process_has_a_child_of_its_own(child: Child) -> None:
    child.ask({"do": "echo"}, PATIENT)
    mine = child.pid
    forked = os.fork()
    if forked == 0:
        code = 1
        try:
            said = child.ask({"do": "echo", "from": "fork"}, PATIENT)
            code = 0 if said["from"] == "fork" and child.pid != mine else 2
            child.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert child.ask({"do": "echo", "from": "here"}, PATIENT)["from"] == "here"
    assert child.pid == mine


@on_linux
@pytest.mark.parametrize("work", ["nothing", "sleep", "spin", "lock"])
def test_a_child_ends_with_a_parent_that_is_killed(work: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=worker_environment(),
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.2)  # until the second question is being worked on
        assert lives(pid)
        parent.kill()
        parent.wait()
        assert seconds_until_it_ends(pid) < 2


@on_linux
def test_what_a_child_has_started_ends_with_a_parent_that_is_killed() -> None:
    started = PARENT.replace('child.ask({"do": "nothing"}, 60)', 'pid = child.ask({"do": "start"}, 60)["pid"]')
    source = started.replace("print(child.pid", "print(pid")
    with subprocess.Popen(
        [sys.executable, "-c", source, "sleep"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=worker_environment()
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert lives(pid)
        parent.kill()
        parent.wait()
        assert seconds_until_it_ends(pid) < 2


@on_linux
@pytest.mark.parametrize("work", ["nothing", "sleep", "spin"])
@pytest.mark.parametrize("told_by", ["end of the pipe", "another parent"])
def test_a_child_ends_with_its_parent_without_the_kernels_help(told_by: str, work: str, tmp_path: Path) -> None:
    """As on other systems: the pipe closes, or, where a sibling keeps it open, another process is the parent."""
    worker = tmp_path / "worker.py"
    unheard = "lifeline._watch = lambda parent: None"
    if told_by == "another parent":
        unheard = "serving._listen = lambda s, lines: [lines.put(q) for q in os.fdopen(s, 'rb')] and time.sleep(600)"
    worker.write_text(
        "import os, sys, time\n"
        f"sys.path.insert(0, {str(WORKER.parent)!r})\n"
        "from strategyproof.proofs.child import lifeline, serving\n"
        "from child_worker import answer\n"
        "lifeline._let_the_kernel_watch = lambda line: None\n"
        f"{unheard}\n"
        "serving.serve(answer, 1 << 30)\n"
    )
    source = PARENT.replace(repr(COMMAND), repr([sys.executable, str(worker)]))
    with subprocess.Popen(
        [sys.executable, "-c", source, work], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=worker_environment()
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.2)
        assert lives(pid)
        parent.kill()
        parent.wait()
        assert seconds_until_it_ends(pid) < 20


@pytest.mark.parametrize("module", ["lifeline", "process", "serving"])
def test_it_imports_where_there_are_no_limits_on_resources(module: str) -> None:
    """As on Windows: neither ``resource`` nor ``fcntl`` is there."""
    source = f"""
import sys, asyncio, subprocess, threading
sys.modules["resource"] = sys.modules["fcntl"] = None
sys.platform = "win32"
import strategyproof.proofs.child.{module} as found
if {module!r} == "serving":
    found.limit_memory(1)
    found.end_with_parent()
    assert threading.active_count() == 1
"""
    subprocess.run([sys.executable, "-c", source], check=True, env=worker_environment())
