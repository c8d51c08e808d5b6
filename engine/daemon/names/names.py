"""The characters that names of containers and volumes are made of.

Go: daemon/names/names.go
"""

from __future__ import annotations

import re

# As messages show it; the second group repeats, and so a name has two characters at least.
RESTRICTED_NAME_CHARS = "[a-zA-Z0-9][a-zA-Z0-9_.-]"

RESTRICTED_NAME_PATTERN = re.compile(rf"^{RESTRICTED_NAME_CHARS}+\Z")
