"""A told run of docker's command line: watched, shown, and kept as a trace.

The trace of the last told run is always kept (see `trace_file.last_run`), for `trace coverage`.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from walkthrough import (
    lesson_languages,
    lessons,
    remains,
    render,
    run,
    source,
    trace_file,
    trace_options,
    traceparent,
)
from walkthrough.choice import Choice
from walkthrough.failing import MadeToFail
from walkthrough.guide import CannotGuide, Guide
from walkthrough.joined.client import Companion
from walkthrough.recording import Event, Recorder, describer
from walkthrough.renderers import Look, writer
from walkthrough.step import (
    COMMAND_RUNS,
    ENGINE_STARTS,
    ENGINE_STOPS,
    REMAINS,
    Chapter,
    Output,
    Tellers,
)
from walkthrough.story import Story
from walkthrough.trace_file import KeptLesson, Trace
from walkthrough.trace_options import TraceOptions, WrongOption
from walkthrough.view import View
from walkthrough.words import Word, speaker

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon
    from walkthrough.lesson import Lesson
    from walkthrough.source import Place


def command(settings: run.Settings, name: Sequence[str], arguments: Sequence[str]) -> int:
    """Run the command `name` of docker, with trace's own options among its `arguments`.

    Returns the exit status.
    """
    try:
        options, rest = trace_options.split(arguments)
        words = [*name, *rest]
        if run.needs_no_engine(words):
            return _help(words)
        if settings.names_an_engine:
            telling = Telling(options, settings.lang, words)
            with telling:
                status = telling.docker([*settings.host_words, *words])
            return status or telling.failed
    except (WrongOption, CannotGuide) as error:
        return run.failed(error, 2)
    data_root = settings.data_root or run.default_data_root()
    run.need_root(data_root)
    return with_engine(words, data_root, options, lang=settings.lang)


def _help(words: Sequence[str]) -> int:
    """Show docker's help, and what trace adds to it."""
    from cli.cmd import docker

    status = docker.main(list(words))
    print("\nOptions of the telling:", *trace_options.usage(), sep="\n")
    return status


def with_engine(words: Sequence[str], data_root: Path, options: TraceOptions, *, lang: str) -> int:
    """Run docker against an engine that lives as long as the command, and is watched, too."""
    from walkthrough import embedded

    try:
        telling = Telling(options, lang, words, data_root)
        with telling:
            telling.chapter(ENGINE_STARTS)
            with embedded.engine(data_root, as_20_10=options.as_20_10) as engine:
                telling.chapter(COMMAND_RUNS, shlex.join(["docker", *words]))
                status = telling.docker(["-H", engine.host, *words], engine.daemon)
                telling.chapter(ENGINE_STOPS)
    except (WrongOption, CannotGuide) as error:
        return run.failed(error, 2)
    except embedded.EngineFailed as error:
        return run.failed(error)
    return status or telling.failed


class Telling:
    """Watches, shows and keeps what happens in a `with` block.

    Without a data-root the engine is another process: if it is one of ours it tells its half, else
    only the client's half is there to be told.

    Raises:
        WrongOption: `options` name a step that there is not.
        CannotGuide: `options` ask for something that cannot be had here.
    """

    def __init__(
        self,
        options: TraceOptions,
        lang: str,
        words: Sequence[str],
        data_root: Path | None = None,
    ) -> None:
        self.failed = 0  # 1 if a file could not be written
        self._lessons = lessons.everything() if data_root else lessons.client_side()
        choice = _choice(options, self._lessons)
        console = render.new_console()
        self._look = Look(lang, choice, console.width)
        self._say = speaker(lang)
        self._renderer = render.Renderer(console, _locate, say=self._say)
        self._guide = Guide(
            options,
            self._lessons,
            _locate,
            console,
            self._say,
            lang=lang,
            data_root=data_root,
        )
        root = str(data_root) if data_root else None
        self._recorder = Recorder(words, root)
        told_on = self._guide.behind(self._renderer, self._renderer.flush)
        self._view = View(choice, told_on, root)
        teller = Tellers(self._recorder, self._guide.before(self._view))
        told = lesson_languages.told_in(lang, self._lessons)
        self._otlp = options.otlp
        self._steps = options.step
        elsewhere = data_root is None
        self._company = (
            Companion(
                lang,
                joins=elsewhere,
                joined=self._joined,
                within=traceparent.from_environment() if self._otlp else None,
            )
            if elsewhere or self._otlp
            else None
        )
        self._story = Story(told, root, teller, self._guide.fault, self._company)
        self._guide.breaks_by(self._story.fail)
        self._files = options.save
        self._status: int | None = None

    def __enter__(self) -> Self:
        self._story.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._story.__exit__(kind, error, traceback)
        self._renderer.flush()
        failure = self._story.failure
        why = f"{type(failure).__name__}: {failure}" if failure is not None else None
        if why is not None:
            self._renderer.note(self._say(Word.STOPPED_EARLY, why))
        if self._company is not None:
            self._recorder.trace_id = self._company.trace_id
            if self._company.why is not None:
                self._renderer.note(self._say(Word.HALF, self._company.why))
                why = why or self._company.why
        for remark in self._guide.remarks():
            self._renderer.note(remark)
        events = self._recorder.events(self._describer(), status=self._status, stopped_early=why)
        if self._company is not None and self._company.within is not None:
            events[0] |= {"within": self._company.within.span, "span": traceparent.new_span()}
        self._keep(Trace(events))
        self._send(Trace(events))

    def _joined(self, data_root: str) -> None:
        """Hear that the engine tells its half."""
        self._recorder.data_root = data_root
        self._view.set_data_root(data_root)
        if self._steps:
            self._renderer.note(self._say(Word.NOT_STOPPED))

    def _describer(self) -> Callable[[str, int], Event]:
        """Return what describes the lessons of this story, those of an engine elsewhere too."""
        describe = describer(self._lessons, source.locate)
        if self._company is None:
            return describe
        theirs, ours = self._company.lessons, {lesson.id for lesson in self._lessons}
        return lambda id, line: describe(id, line) if id in ours else theirs[id]

    def chapter(self, kind: str, detail: str = "") -> None:
        """Tell that a new part of the story begins."""
        self._story.chapter(Chapter(kind, detail))

    def docker(self, words: Sequence[str], daemon: Daemon | None = None) -> int:
        """Run docker with `words` and return its exit status; what it writes is kept."""
        from cli.cmd import docker

        out: Any = Echo(sys.stdout, "stdout", self._story)
        err: Any = Echo(sys.stderr, "stderr", self._story)
        with self._guide.command(daemon):
            try:
                self._status = docker.main(list(words), out=out, err=err)
            except MadeToFail as error:  # in `main` itself, which nobody called to account
                self._status = 1
                print(error, file=err)
            finally:
                out.flush()
                err.flush()
        if self._guide.left is not None:
            self.chapter(REMAINS, remains.told(self._guide.left))
        return self._status

    def _keep(self, trace: Trace) -> None:
        last = trace_file.last_run()
        try:
            last.parent.mkdir(parents=True, exist_ok=True)
            trace_file.write(trace, last)
        except OSError as error:
            self._renderer.note(self._say(Word.NOT_SAVED, last, error.strerror))
        for path in self._files:
            try:
                writer(path)(trace, path, self._look)
            except OSError as error:
                self.failed = 1
                self._renderer.note(self._say(Word.NOT_SAVED, path, error.strerror))

    def _send(self, trace: Trace) -> None:
        if not self._otlp:
            return
        from walkthrough import otlp

        theirs = self._company is not None and self._company.theirs
        failure = otlp.send_trace(trace, self._otlp, theirs=theirs)
        if failure is not None:
            self._renderer.note(self._say(Word.NOT_SENT, self._otlp, failure))


def _choice(options: TraceOptions, known: Sequence[Lesson]) -> Choice:
    """Return what to show; with an engine elsewhere, its steps may be meant, too."""
    try:
        return trace_options.choice(options, known, source.locate)
    except WrongOption:
        return trace_options.choice(options, lessons.everything(), source.locate)


def _locate(topic: Any) -> Place | None:
    """Return the Go twin of a step, of this process or of an engine elsewhere."""
    return trace_file.locate(topic) if isinstance(topic, KeptLesson) else source.locate(topic)


class Echo:
    """Stands for one of docker's streams: writes to it, and tells what was written.

    It writes whole lines, so that no other thread's step comes between the parts of one. What
    moves the cursor, as the bars of a pull do, is written and not told.
    """

    def __init__(self, stream: TextIO, name: str, story: Story) -> None:
        self._stream = stream
        self._name = name
        self._story = story
        self._line = ""

    def write(self, text: str) -> int:
        """Write what is complete, and keep the beginning of a line."""
        self._line += text
        end = self._line.rfind("\n") + 1
        lines, self._line = self._line[:end], self._line[end:]
        self._write(lines)
        return len(text)

    def flush(self) -> None:
        """Write the beginning of a line, too."""
        line, self._line = self._line, ""
        self._write(line)
        self._stream.flush()

    def _write(self, text: str) -> None:
        """Tell, then write: so the step stands before what it wrote."""
        if text and not {"\x1b", "\r"} & set(text):
            self._story.output(Output(self._name, text))
        self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
