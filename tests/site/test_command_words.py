"""What `mandate --help` knows, and that it knows it at once."""

import subprocess
import sys

from mandate.platform.console.command import Command
from mandate.platform.console.words import LANGUAGES
from mandate.platform.i18n.languages import CODES
from mandate.site.cli.parser import all_brought


def test_the_words_of_all_commands_need_no_django_and_no_fonts() -> None:
    code = (
        "import sys; from mandate.site.cli.main import parser; parser().format_help(); "
        "print(sorted({'django', 'fontTools', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_command_and_group_has_a_place_of_its_own_in_the_help() -> None:
    brought = [one for _, one in all_brought()]
    assert sum(isinstance(one, Command) for one in brought) < len(brought), "groups too"
    assert len({one.position for one in brought}) == len(brought)
    assert all(one.position for one in brought)


def test_a_language_can_be_named_if_the_screens_speak_it() -> None:
    assert LANGUAGES == CODES
