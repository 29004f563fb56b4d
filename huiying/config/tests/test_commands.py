import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from huiying.config import commands


@pytest.fixture
def say():
    def run(*words):
        return CliRunner().invoke(commands.main, words)

    return run


def test_the_help_page_lists_every_command_with_its_sentence(say):
    page = say("--help").output

    for name in ("serve", "demo", "worker", "check", "import"):
        assert f"\n  {name}" in page
    assert "Serve the pages and the API." in page


def test_the_help_page_needs_no_django():
    code = (
        "import sys; from huiying.config import commands; "
        "commands.main(['--help'], standalone_mode=False); assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_commands_of_insight_need_neither_django_nor_a_database():
    code = (
        "import sys; from huiying.config import commands; "
        "commands.main(['insight', 'evaluate', '--help'], standalone_mode=False); "
        "assert not {'django', 'sklearn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_every_gathered_command_exists_and_says_what_it_does():
    for entry in commands.GATHERED:
        words, _, path = entry.partition("=")
        command = commands.load(path)
        assert isinstance(command, click.Command), entry
        assert commands.first_line(path).endswith("."), f"`{words}` needs a docstring: {path}"
        assert len(words.split(" ")) == 1 or words.split(" ")[0] in commands.GROUPS, entry


def test_an_unknown_command_is_refused_with_a_sentence(say):
    result = say("fly")

    assert result.exit_code == 2
    assert "No such command 'fly'" in result.output
