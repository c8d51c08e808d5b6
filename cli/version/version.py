"""Which release this is a port of.

Go: cli/version/version.go
"""

VERSION = "20.10.13"
GIT_COMMIT = "a224086"
