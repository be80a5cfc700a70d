"""`make install` touches nothing outside the project."""

import shutil
import subprocess

from tests.readme import ROOT


def test_a_linked_environment_is_refused_and_left_as_it_is(tmp_path):
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    (project / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "requirements" / "install.sh", project / "requirements")
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (project / ".venv").symlink_to(elsewhere)
    done = subprocess.run(
        ["sh", "requirements/install.sh", "requirements/dev.lock"],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert ".venv is a symbolic link" in done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]
