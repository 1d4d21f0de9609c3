"""The program: argv in, words and an exit status out. The one place where errors become words."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from mediakit import __version__
from mediakit.cli.registry import COMMANDS, SECTIONS
from mediakit.cli.terminal import Terminal, explain, printable
from mediakit.domain.errors import MediakitError

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED = 130


class Program(click.Group):
    """A group whose commands are imported when they run, not when they are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"mediakit.cli.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, words) for name, (_, _, words) in commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"there is no command {args[0]!r}.{meant}")
        return super().resolve_command(ctx, args)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "folder", metavar="DIR", help="Work in the workspace DIR instead of here.")
@click.option("--debug", is_flag=True, help="Show a traceback when something goes wrong.")
@click.version_option(__version__, prog_name="mediakit")
@click.pass_context
def program(ctx: click.Context, folder: str | None, debug: bool) -> None:
    """Take a conference's footage from the camera card to a published, captioned, searchable gallery.

    Begin with `mediakit init`, or look at a finished one with `mediakit demo`.
    """
    ctx.obj = Terminal(folder, debug)


def run(argv: list[str] | None = None) -> None:
    """Run the program and exit with its status."""
    words = list(sys.argv[1:] if argv is None else argv)
    letting_go()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")
    status = main(words)
    if status == INTERRUPTED:
        # as Python ends, it would give the last of many presses its way, and another status
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # what was interrupted inside a text that Python runs (a dataclass being made) is remembered until the next such
        # text, and `python -m mediakit` would end by a signal, with another status
        exec("")
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader went away (| head): nothing more can be said there
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def letting_go() -> None:
    """Make Ctrl-C and a polite request to end the same: no draft stays, no ffmpeg runs on."""
    signal.signal(signal.SIGTERM, _let_go)
    # a shell starts what runs in the background so that it ignores Ctrl-C, and means it
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _let_go)


def _let_go(_number: int, _frame: FrameType | None) -> None:
    """What is running ends and tidies up after itself; pressing again must not keep it from that."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _one_moment)
    raise KeyboardInterrupt


def _one_moment(_number: int, _frame: FrameType | None) -> None:
    # not click.echo: what is being printed just now may be what was interrupted
    os.write(2, b"\nmediakit: stopping, one moment\n")


def main(words: list[str]) -> int:
    """Run one command; returns its exit status. Errors are told on stderr in one to three lines."""
    debug = "--debug" in words
    terminal: Terminal | None = None
    try:
        with program.make_context("mediakit", words) as ctx:
            terminal = ctx.ensure_object(Terminal) if isinstance(ctx.obj, Terminal) else None
            result: Any = program.invoke(ctx)
            terminal = ctx.obj
            return terminal.status if terminal else int(result or 0)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        # a group without its subcommand: its help is the answer, and it is still wrong usage
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return _misused(error)
    except MediakitError as error:
        if debug:
            raise
        for line in explain(error):
            click.echo(printable(line), err=True)
        return error.exit_status
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nmediakit: stopped. Nothing is half done; the same command goes on where this one was.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except OSError as error:
        if debug:
            raise
        return _system_said_no(error)
    except Exception as error:  # the outermost gate: whatever was not foreseen is told in one line
        if debug:
            raise
        click.echo(printable(f"mediakit: unexpected {type(error).__name__}: {error}"), err=True)
        click.echo("hint: run it again as mediakit --debug …, and keep what it prints", err=True)
        return 1


def _system_said_no(error: OSError) -> int:
    """A file that cannot be read or written: which, and what the system says of it."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    what = "the disk is full" if full else (error.strerror or str(error)).lower()
    where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    click.echo(printable(f"mediakit: {where}: {what}" if where else f"mediakit: {what}"), err=True)
    return 3 if full else 1


def _misused(error: click.ClickException) -> int:
    text = error.format_message()
    click.echo(f"mediakit: {text}", err=True)
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        click.echo(f"hint: {ctx.command_path.replace('program', 'mediakit')} --help", err=True)
    return 2


if __name__ == "__main__":
    run()
