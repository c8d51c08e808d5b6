"""Passwords for registries: in the file, or kept by another program.

Its modules are imported one by one; most runs need no password.

Go: cli/config/credentials
"""
