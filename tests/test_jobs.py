"""How many answers are judged at once, where nobody says: what the machine has room for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from asynccourse.grading.jobs import PER_CORE, usual_jobs
from tests.commands import run_command
from tests.five import SEED, STUB
from tests.grading import command, make_class, told

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
GIGA = 2**30
PLENTY = CORES * GIGA


def machine(root: Path, free: int, **groups: dict[str, str]) -> Path:
    """Write what Linux tells of its memory, and of control groups, as `box__inner` for box/inner,
    into the innermost of which this process is put."""
    inner = max(groups, key=len, default="").replace("__", "/")
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable: {free // 1024} kB\n")
    (root / "proc/self/cgroup").write_text(f"8:pids:/other\n0::/{inner}\n")
    for name, files in groups.items():
        folder = root / "sys/fs/cgroup" / name.replace("__", "/")
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (folder / file.replace("_", ".")).write_text(text)
    return root


def test_it_is_some_for_each_core_where_there_is_memory(tmp_path: Path) -> None:
    """As most of judging is waiting, a core has time for more than one."""
    assert usual_jobs(machine(tmp_path, PLENTY)) == PER_CORE * CORES


@pytest.mark.parametrize(("free", "jobs"), [(GIGA // 2, 2), (GIGA // 100, 1)])
def test_it_is_no_more_than_there_is_memory_for(free: int, jobs: int, tmp_path: Path) -> None:
    """With half a gigabyte free it's two; and one where there is next to nothing."""
    assert usual_jobs(machine(tmp_path, free)) == jobs


def test_what_a_container_may_have_counts(tmp_path: Path) -> None:
    """A control group's limit less what its processes hold; a file that is cached is no such."""
    held = {
        "memory_max": f"{GIGA}\n",
        "memory_current": f"{GIGA}\n",
        "memory_stat": f"anon {GIGA // 2}\nfile {GIGA // 2}\n",
    }
    unbounded = {"memory_max": "max\n", "cpu_max": "max 100000\n"}
    assert usual_jobs(machine(tmp_path, PLENTY, box=held, box__inner=unbounded)) == 2


def test_the_share_of_the_cores_that_a_container_has_counts(tmp_path: Path) -> None:
    """Half a core is told as a quota of the time, and counts as one."""
    box = {"memory_max": "max\n", "cpu_max": "50000 100000\n"}
    assert usual_jobs(machine(tmp_path, PLENTY, box=box)) == PER_CORE


def test_where_nothing_tells_of_memory_the_cores_count(tmp_path: Path) -> None:
    """As on a machine that has no /proc."""
    assert usual_jobs(tmp_path) == PER_CORE * CORES


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores can't be bound here")
def test_a_grading_judges_so_many_at_once(tmp_path: Path) -> None:
    """Bound to one core, and without --jobs, `grade` says how many processes judge."""
    bound = "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
    bound += "os.execv(sys.argv[1], sys.argv[1:])"
    class_ = make_class(tmp_path / "class", {"anna": {"gather.py": STUB["gather.py"]}})
    grading = command(class_, "--out", tmp_path / "out", *SEED, "--only", "03", "--json")
    ran = run_command([sys.executable, "-c", bound, *grading])
    assert told(ran, "started")[0]["where"] == f"{min(PER_CORE, usual_jobs())} processes here"
