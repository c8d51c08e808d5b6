"""What a container is doing.

Go: container/state.go
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from engine.container.health import Health
from engine.golang import times
from engine.golang.struct_tags import tag
from engine.golang.structs import struct

VALID_STATES = ("paused", "restarting", "removing", "running", "dead", "created", "exited")


@struct(slots=True, kw_only=True)
class ExitStatus:
    """How a container ended.

    Go: container.go ExitStatus
    """

    exit_code: int = 0
    oom_killed: bool = False
    exited_at: str = times.ZERO


@dataclass(slots=True, kw_only=True, eq=False)
class State:
    """The state, as ``config.v2.json`` keeps it, and the lock of the whole container.

    Go's lock cannot be taken twice by one goroutine; this one can, and nothing relies on it.

    Go: State
    """

    running: bool = field(default=False, metadata=tag("Running"))
    paused: bool = field(default=False, metadata=tag("Paused"))
    restarting: bool = field(default=False, metadata=tag("Restarting"))
    oom_killed: bool = field(default=False, metadata=tag("OOMKilled"))
    removal_in_progress: bool = field(default=False, metadata=tag("RemovalInProgress"))
    dead: bool = field(default=False, metadata=tag("Dead"))
    pid: int = field(default=0, metadata=tag("Pid"))
    exit_code_value: int = field(default=0, metadata=tag("ExitCode"))
    error_msg: str = field(default="", metadata=tag("Error"))
    started_at: str = field(default=times.ZERO, metadata=tag("StartedAt"))
    finished_at: str = field(default=times.ZERO, metadata=tag("FinishedAt"))
    health: Health | None = field(default=None, metadata=tag("Health"))
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _removed: threading.Event = field(default_factory=threading.Event, repr=False)

    def __str__(self) -> str:
        if self.running:
            return self._up()
        if self.removal_in_progress:
            return "Removal In Progress"
        if self.dead:
            return "Dead"
        if times.is_zero(self.started_at):
            return "Created"
        if times.is_zero(self.finished_at):
            return ""
        return f"Exited ({self.exit_code_value}) {_since(self.finished_at)} ago"

    def _up(self) -> str:
        if self.restarting and not self.paused:
            return f"Restarting ({self.exit_code_value}) {_since(self.finished_at)} ago"
        up = f"Up {_since(self.started_at)}"
        if self.paused:
            return f"{up} (Paused)"
        return up if self.health is None else f"{up} ({self.health})"

    def state_string(self) -> str:
        """Return the state in one word, as the API gives it.

        Go: State.StateString
        """
        if self.running:
            return "paused" if self.paused else "restarting" if self.restarting else "running"
        if self.removal_in_progress:
            return "removing"
        if self.dead:
            return "dead"
        return "created" if times.is_zero(self.started_at) else "exited"

    def is_running(self) -> bool:
        """Say whether it runs; a paused container does.

        Go: State.IsRunning
        """
        with self.lock:
            return self.running

    def is_paused(self) -> bool:
        """Say whether it is frozen.

        Go: State.IsPaused
        """
        with self.lock:
            return self.paused

    def is_restarting(self) -> bool:
        """Say whether it waits to be started again.

        Go: State.IsRestarting
        """
        with self.lock:
            return self.restarting

    def exit_code(self) -> int:
        """Return how it ended; the caller holds the lock.

        Go: State.ExitCode
        """
        return self.exit_code_value

    def set_stopped(self, exit_status: ExitStatus) -> None:
        """Note that it ended; the caller holds the lock.

        Go: State.SetStopped
        """
        self.running = self.paused = self.restarting = False
        self.pid = 0
        ended = exit_status.exited_at
        self.finished_at = times.now() if times.is_zero(ended) else ended
        self.exit_code_value = exit_status.exit_code
        self.oom_killed = exit_status.oom_killed

    def set_error(self, error: Exception | None) -> None:
        """Note what went wrong last; the caller holds the lock.

        Go: State.SetError
        """
        self.error_msg = "" if error is None else str(error)

    def set_removal_in_progress(self) -> bool:
        """Note that a removal begins; return True if one had begun before.

        Go: State.SetRemovalInProgress
        """
        with self.lock:
            before, self.removal_in_progress = self.removal_in_progress, True
            return before

    def reset_removal_in_progress(self) -> None:
        """Note that the removal ended, well or not.

        Go: State.ResetRemovalInProgress
        """
        with self.lock:
            self.removal_in_progress = False

    def set_removed(self) -> None:
        """Note that the container is gone, and wake those who wait for it.

        Go: State.SetRemoved
        """
        self.set_removal_error(None)

    def set_removal_error(self, error: Exception | None) -> None:
        """Note how the removal ended, and wake those who wait for it.

        Go: State.SetRemovalError
        """
        with self.lock:
            self.set_error(error)
            self._removed.set()
            self._removed = threading.Event()


def new_state() -> State:
    """Return the state of a container that was never started.

    Go: NewState
    """
    return State()


def is_valid_state_string(text: str) -> bool:
    """Say whether ``text`` is a state that containers can be in.

    Go: IsValidStateString
    """
    return text in VALID_STATES


def _since(moment: str) -> str:
    import time

    from engine.vendor.docker.go_units.duration import human_duration

    return human_duration(time.time_ns() - times.unix_nano(moment))
