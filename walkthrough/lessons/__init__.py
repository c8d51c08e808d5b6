"""The lessons, in the order of the journey.

Each module imports the part of Docker it speaks of, so a walk of the client alone loads no daemon.
"""

from __future__ import annotations

from walkthrough.lesson import Lesson


def client_side() -> tuple[Lesson, ...]:
    """Return the lessons of what runs where the command was typed."""
    from walkthrough.lessons import asking, client, command_line, flags, request

    chapters = (command_line, flags, request, asking, client)
    return tuple(lesson for chapter in chapters for lesson in chapter.LESSONS)


def server_side() -> tuple[Lesson, ...]:
    """Return the lessons of what runs where the engine is."""
    from walkthrough.lessons import (
        building,
        daemon,
        filling,
        images,
        layers,
        registering,
        server,
        unpacking,
        volumes,
    )

    making = (server, daemon, building, layers, volumes, filling, registering)
    chapters = (*making, images, unpacking)
    return tuple(lesson for chapter in chapters for lesson in chapter.LESSONS)


def everything() -> tuple[Lesson, ...]:
    """Return the lessons of both sides."""
    return (*client_side(), *server_side())
