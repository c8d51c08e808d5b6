"""`python -m walkthrough` is `trace`."""

from __future__ import annotations

from walkthrough.main import main

if __name__ == "__main__":
    main()
