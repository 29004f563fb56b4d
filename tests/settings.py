"""The settings under which tests run: a data directory of their own, empty and gone afterwards.

What a clone holds in `var` (keys, files, a database that was lived in) is never seen by a test.
"""

import os
from tempfile import TemporaryDirectory

_folder = TemporaryDirectory(prefix="huiying-tests-")
os.environ["HUIYING_DATA_DIR"] = _folder.name

from huiying.config.settings import *  # noqa: E402, F403 - they read the variable set above
