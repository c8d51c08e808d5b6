"""The lessons, in the order of the journey.

Each module imports the part of Docker it speaks of, so a walk of the client alone loads no daemon.
"""

from __future__ import annotations

from walkthrough.lesson import Lesson


def client_side() -> tuple[Lesson, ...]:
    """Return the lessons of what runs where the command was typed."""
    from walkthrough.lessons import client, command_line

    return (*command_line.LESSONS, *client.LESSONS)


def everything() -> tuple[Lesson, ...]:
    """Return the lessons of both sides."""
    from walkthrough.lessons import daemon, images, layers, registering, server, volumes

    server_side = (server, daemon, layers, volumes, registering, images)
    return (*client_side(), *(lesson for module in server_side for lesson in module.LESSONS))
