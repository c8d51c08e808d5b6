"""Logging drivers: which exist, and which options they take.

Nothing is logged here, for no container runs; a create only checks options.

Go: daemon/logger/factory.go
"""
