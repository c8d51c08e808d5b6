"""What logging drivers share."""
