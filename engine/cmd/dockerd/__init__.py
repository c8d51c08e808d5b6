"""The daemon as a program, or inside another.

Go: cmd/dockerd/daemon.go
"""
