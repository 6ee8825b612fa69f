"""Making and checking a hash takes long: others are answered meanwhile."""

from __future__ import annotations

import subprocess
import sys

_GREEN = """
from bangduan import green
green.patch()
import eventlet
from services.accounts import credentials

turns, done = [], []

def another():
    while not done:
        turns.append(1)
        eventlet.sleep(0)

beside = eventlet.spawn(another)
known = credentials.hashed("four words in a row")
made = len(turns)
assert credentials.fits("four words in a row", known)
checked = len(turns) - made
assert not credentials.fits("four words in a ro", known)
assert not credentials.fits("four words in a row", None)
done.append(True)
beside.wait()
print(made, checked)
"""


def test_others_go_on_while_a_password_is_hashed_and_checked() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _GREEN], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    made, checked = map(int, ran.stdout.split())
    # one turn at most, had the hub stood still
    assert made > 10
    assert checked > 10
