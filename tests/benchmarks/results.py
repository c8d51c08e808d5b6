"""What a benchmark found, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = "| what | ours | dockerd | ratio | target | on the processor |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Result:
    """Medians of ours and of dockerd's, in seconds or bytes.

    `target` is the most that the ratio should be, ours by dockerd's.
    """

    name: str
    target: float
    ours: float
    dockerd: float
    cpu_ours: float | None = None
    cpu_dockerd: float | None = None

    def row(self) -> str:
        """Return a row of the table in Markdown."""
        unit, factor = ("MB", 1e-6) if self.name.startswith("memory") else ("ms", 1e3)
        cells = [
            self.name,
            f"{self.ours * factor:.1f} {unit}",
            f"{self.dockerd * factor:.1f} {unit}",
            f"{self.ours / self.dockerd:.2f}",
            f"{self.target:.1f}",
        ]
        if self.cpu_ours is not None and self.cpu_dockerd:
            ratio = self.cpu_ours / self.cpu_dockerd
            cells.append(
                f"{self.cpu_ours * 1e3:.0f} / {self.cpu_dockerd * 1e3:.0f} ms: {ratio:.2f}"
            )
        return "| " + " | ".join([*cells, ""][:6]) + " |"
