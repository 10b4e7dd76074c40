"""Two tasks for machines that need different times for them; a machine is paid for its time."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Vector


def value(t, got):
    """Minus the time that the tasks take."""
    return -sum(t[k] for k in got)


def min_work(times: Vector(2)):
    """Each task to the machine that is fastest at it, which is paid the time of the second fastest."""
    got, payments = [[] for _ in times], [0] * len(times)
    for task in (0, 1):
        order = sorted(range(len(times)), key=lambda i: times[i][task])
        got[order[0]].append(task)
        payments[order[0]] -= times[order[1]][task]
    return got, payments


def makespan(times, split):
    """When the last machine has done its tasks."""
    return max(sum(times[i][k] for k in split[i]) for i in range(len(times)))


def least_makespan(times: Vector(2)):
    """The split of the tasks that is done first; a task is paid the time of the fastest other machine."""
    n = len(times)
    splits = [[[k for k, own in enumerate((a, b)) if own == i] for i in range(n)] for a in range(n) for b in range(n)]
    best = min(splits, key=lambda split: makespan(times, split))
    return best, [-sum(min(times[j][k] for j in range(n) if j != i) for k in best[i]) for i in range(n)]
