"""Containers: the object, its state, and where live ones are kept.

Go: container/container.go
"""
