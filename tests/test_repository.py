"""What must not stand in any file of the project."""

import re
import subprocess

import pytest

from toolbox.environment import BASE_DIR

# Each is written so that it does not find itself.
PATTERNS = {
    "a path of somebody's machine": r"(?<![\w.:/~-])/(?:home|root|tmp|Users)/[a-z]",
    "a package registry": (
        r"files[.]pythonhosted|https?://\S+/simple(?:[/\"'\s]|$)"
        r"|/packages/[0-9a-f]{2}/[0-9a-f]{2}/|\"resolved\": *\"http"
    ),
    "an option that chooses a package registry": (
        r"index[-_]url|find[-_]links|trusted[-_]host"
    ),
}


def tracked_files():
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the project is no git clone")
    return listed.stdout.split("\0")


def tracked_texts():
    """Yield (path, text) of every file that git knows."""
    for name in tracked_files():
        path = BASE_DIR / name
        if path.is_file():
            yield name, path.read_text(encoding="utf-8", errors="ignore")


def test_no_file_tells_where_it_was_written():
    patterns = PATTERNS | {"the path of this copy": re.escape(f"{BASE_DIR}/")}
    found = [
        f"{name}: {what}: {match.group()}"
        for name, text in tracked_texts()
        for what, pattern in patterns.items()
        for match in re.finditer(pattern, text)
    ]
    assert not found
