"""The program's door: finds the verb, runs it, and turns whatever goes wrong into two lines and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kg.cli.output import print_error
from kg.errors import KgError, UsageError, did_you_mean

VERBS = (
    "build",
    "extract",
    "load",
    "query",
    "cypher",
    "shell",
    "view",
    "export",
    "retract",
    "copy",
    "resolve",
    "explain",
    "measures",
    "learn",
    "check",
    "actors",
    "info",
)
INTERRUPTED = 130


class _EnoughError(Exception):
    """Whoever reads our output has closed it."""


class Verbs(click.Group):
    """The verbs, each imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List them in the order of a person's first minutes."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name}_").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb; click itself would end the process where nobody reads our output any more."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _EnoughError from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; raise UsageError naming the nearest where there is none."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            raise UsageError(f"there is no command '{args[0]}'", did_you_mean(args[0], VERBS, "kg --help"))
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        import kg

        click.echo(f"kg {kg.__version__}")
        ctx.exit()


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version."
)
def app() -> None:
    """Read news into a graph of who fights, backs, arms, leads and opposes whom.

    Every line of the graph rests on a quote. Begin with: kg build FOLDER
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(list(sys.argv[1:] if argv is None else argv)))


def run(argv: list[str]) -> int:
    """Run a verb; return the exit code."""
    try:
        code = app.main(argv, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        return _say("interrupted", "the same command again", INTERRUPTED)
    except (_EnoughError, BrokenPipeError):
        # Whoever read our output has had enough; without this, Python complains once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return 2
    except click.ClickException as error:
        return _say(*_of_click(error), 2 if isinstance(error, click.UsageError) else 1)
    except KgError as error:
        return _say(error.cause, error.way_out, error.exit_code)
    except OSError as error:
        where = f"'{error.filename}': " if error.filename else ""
        return _say(f"{where}{error.strerror or error}", "look at the path, its permissions and the space left", 1)
    except Exception as error:
        if os.environ.get("KG_TRACEBACK"):
            raise
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        return _say(f"kg itself failed ({cause})", "set KG_TRACEBACK=1, run it again, and report what it prints", 1)
    return code if isinstance(code, int) else 0


def _of_click(error: click.ClickException) -> tuple[str, str]:
    """Say click's error in our words."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "kg"
    path += (
        f" {query}" if (query := getattr(context.obj if context else None, "name", "")) else ""
    )  # whose parameters are its options
    otherwise = f"{path} --help"
    if isinstance(error, click.NoSuchOption):
        known = [name for param in context.command.get_params(context) for name in param.opts] if context else []
        return f"there is no option '{error.option_name}'", did_you_mean(
            error.option_name, known, otherwise, alike=0.75
        )
    if isinstance(error, click.MissingParameter) and error.param is not None and context is not None:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(context)
        return f"{path} needs {name}", otherwise
    text = error.format_message().rstrip(".")
    return text[:1].lower() + text[1:], otherwise


def _say(cause: str, way_out: str, code: int) -> int:
    """Print an error in two lines."""
    try:
        print_error(cause, way_out)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return code
